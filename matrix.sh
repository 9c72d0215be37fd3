#!/usr/bin/env bash
# Runs the integration tests on the JDKs whose homes are given: ./matrix.sh /opt/jdk8 /opt/jdk11 …
# Without any, on 8, 11, 21 and 26 from Debian, unpacked by .ci/jdks.sh into a folder beside the build.
set -euo pipefail
cd "$(dirname "$0")"

homes=("$@")
if [ ${#homes[@]} -eq 0 ]; then
  folder=${TMPDIR:-/tmp}/deployment-telemetry-jdks
  .ci/jdks.sh "$folder" 8 11 21 26
  homes=("$folder"/8 "$folder"/11 "$folder"/21 "$folder"/26)
fi
IFS=,
exec mvn -B -ntp -pl annotations,agent,sample-app,integration-tests -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.jdks="${homes[*]}" verify
