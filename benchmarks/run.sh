#!/usr/bin/env bash
# Measures what one call of a woven method costs. Arguments are JMH's: -f rounds, -t threads, a regex.
# JAVA_HOME names the JDK, OPENTELEMETRY_JAR OpenTelemetry's agent, without which it is no contestant. About ten minutes; nothing else should run meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."

for jar in agent/target/telemetry.jar benchmarks/target/benchmarks.jar; do
  if [ ! -f "$jar" ]; then
    mvn -B -q -DskipTests -pl annotations,agent,benchmarks package
  fi
done
grep -m1 'model name' /proc/cpuinfo || true
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
peer=()
[ -z "${OPENTELEMETRY_JAR:-}" ] || peer=("-Dopentelemetry.jar=$OPENTELEMETRY_JAR")
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dtelemetry.jar=agent/target/telemetry.jar "${peer[@]}" -jar benchmarks/target/benchmarks.jar "$@"
