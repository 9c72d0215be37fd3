#!/usr/bin/env bash
# Measures what one call of a woven method costs. Arguments are JMH's: -f rounds, -t threads, a regex.
# JAVA_HOME names the JDK. About ten minutes; nothing else should run meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."

for jar in agent/target/telemetry.jar benchmarks/target/benchmarks.jar; do
  if [ ! -f "$jar" ]; then
    mvn -B -q -DskipTests -pl annotations,agent,benchmarks package
  fi
done
opentelemetry=2.33.1 # what else measures a Mono and a suspend function
if [ ! -f "benchmarks/target/opentelemetry-javaagent-$opentelemetry.jar" ]; then
  mvn -B -q dependency:copy -Dartifact="io.opentelemetry.javaagent:opentelemetry-javaagent:$opentelemetry" -DoutputDirectory="$PWD/benchmarks/target"
fi
grep -m1 'model name' /proc/cpuinfo || true
echo "$(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dtelemetry.jar=agent/target/telemetry.jar \
  -Dopentelemetry.jar="benchmarks/target/opentelemetry-javaagent-$opentelemetry.jar" -jar benchmarks/target/benchmarks.jar "$@"
