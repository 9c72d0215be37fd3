#!/usr/bin/env bash
# Measures what the agent adds to the start, the memory and the exit of an application, beside no agent, one that
# does nothing, one whose transformer does nothing (idle), the JMX exporter's and OpenTelemetry's. In every round each
# of them runs once, in a turning order.
#
#   benchmarks/startup.sh [-r rounds] [-j JDK home] [-a agents] [-t telemetry.jar] [hello|stay|spring]...
#
# hello ends at once, stay after a second, spring when it is ready; agents are comma-separated, see below.
# Needs bash, GNU time (/usr/bin/time), awk, a JDK (17 or newer) and Maven, which fetches the two agents and Spring
# Boot. Nothing else should run meanwhile.
set -euo pipefail
cd "$(dirname "$0")"

rounds=20
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
agents=none,nothing,idle,telemetry,jmx,otel
telemetry=../agent/target/telemetry.jar
while getopts r:j:a:t: option; do
  case $option in
    r) rounds=$OPTARG ;;
    j) jdk=$OPTARG ;;
    a) agents=$OPTARG ;;
    t) telemetry=$OPTARG ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || set -- hello stay spring
[ -f "$telemetry" ] || { echo "$telemetry is missing; build it with mvn -DskipTests package" >&2; exit 1; }

jmx=io.prometheus.jmx:jmx_prometheus_javaagent:1.0.1
otel=io.opentelemetry.javaagent:opentelemetry-javaagent:2.33.1
dependencies=org.apache.maven.plugins:maven-dependency-plugin:3.9.0
work=target/startup
mkdir -p $work/classes
export LC_ALL=C

# --- what runs ---

fetch() {
  [ -f "$work/$(cut -d: -f2 <<<"$1")-${1##*:}.jar" ] || mvn -B -q $dependencies:copy -Dartifact="$1" -DoutputDirectory=$work
}
case $agents in *jmx*) fetch $jmx ;; esac
case $agents in *otel*) fetch $otel ;; esac
[ -f $work/spring.classpath ] ||
  mvn -B -q -f src/startup/spring-boot/pom.xml $dependencies:build-classpath -Dmdep.outputFile="$PWD/$work/spring.classpath"
"$jdk/bin/javac" -nowarn -d $work/classes -cp "$(cat $work/spring.classpath)" \
  ../annotations/src/main/java/io/deploytelemetry/annotations/[A-Z]*.java src/startup/java/com/acme/*/*.java
printf 'Premain-Class: com.acme.nothing.NothingAgent\n' >$work/manifest
"$jdk/bin/jar" cfm $work/nothing.jar $work/manifest -C $work/classes com/acme/nothing
printf 'Can-Retransform-Classes: true\n' >>$work/manifest
"$jdk/bin/jar" cfm $work/idle.jar $work/manifest -C $work/classes com/acme/nothing
for application in hello web; do
  "$jdk/bin/jar" cf $work/$application.jar -C $work/classes com/acme/$application -C $work/classes io
done
printf '{}\n' >$work/jmx.yaml
cat >$work/rules.yaml <<'YAML'
rules:
  - rollback: com.acme.web.WebApplication#ready
    application: shop
  - operation: com.acme..*Poller#poll*(..)
  - health: org.springframework.boot.CommandLineRunner+#run
YAML

# The exporters of OpenTelemetry's agent are off: without a collector they would only log that there is none.
arguments_of() {
  case $1 in
    none) ;;
    nothing) echo "-javaagent:$work/nothing.jar" ;;
    idle) echo "-javaagent:$work/idle.jar=transformer" ;;
    telemetry) echo "-javaagent:$telemetry=port=0,log.level=off" ;;
    rules) echo "-javaagent:$telemetry=port=0,log.level=off,config=$work/rules.yaml" ;;
    jmx) echo "-javaagent:$work/jmx_prometheus_javaagent-${jmx##*:}.jar=19405:$work/jmx.yaml" ;;
    otel) echo "-javaagent:$work/opentelemetry-javaagent-${otel##*:}.jar -Dotel.metrics.exporter=none" \
      "-Dotel.traces.exporter=none -Dotel.logs.exporter=none" ;;
    *) echo "no agent is called $1" >&2; return 1 ;;
  esac
}

command_of() {
  case $1 in
    hello) echo "-cp $work/hello.jar com.acme.hello.Hello" ;;
    stay) echo "-cp $work/hello.jar com.acme.hello.Hello 1000" ;;
    spring) echo "-cp $work/web.jar:$(cat $work/spring.classpath) com.acme.web.WebApplication --server.port=0" ;;
    *) echo "no application is called $1" >&2; return 1 ;;
  esac
}

# --- one run: application, agent, wall, CPU, exit (ms), peak memory (MiB), ready (ms, or the wall) ---

run() {
  local begin end ended ready cpu peak status=0
  begin=$EPOCHREALTIME
  # shellcheck disable=SC2046 # a list of words each
  TIMEFORMAT='%3U %3S'
  { time /usr/bin/time -f %M -o $work/peak "$jdk/bin/java" $(arguments_of "$2") $(command_of "$1") >$work/out 2>$work/err; } \
    2>$work/cpu || status=$?
  end=$EPOCHREALTIME
  ended=$(awk '$1 == "ended" {print $2}' $work/out)
  ready=$(awk '$1 == "ready" {print $2}' $work/out)
  if [ $status -ne 0 ] || [ -z "$ended" ]; then
    echo "$1 with $2 ended with status $status:" >&2
    cat $work/out $work/err >&2
    exit 1
  fi
  cpu=$(tail -1 $work/cpu)
  peak=$(tail -1 $work/peak)
  awk -v application="$1" -v agent="$2" -v begin="$begin" -v end="$end" -v ended="$ended" -v ready="${ready:-0}" \
    -v cpu="$cpu" -v peak="$peak" 'BEGIN {
      split(cpu, part, " ")
      printf "%s %s %.1f %.0f %.1f %.1f %.1f\n", application, agent, (end - begin) * 1e3, (part[1] + part[2]) * 1e3,
        end * 1e3 - ended, peak / 1024, (ready > 0 ? ready - begin * 1e3 : (end - begin) * 1e3)
    }'
}

# --- all rounds ---

IFS=, read -r -a contestants <<<"$agents"
count=${#contestants[@]}
grep -m1 'model name' /proc/cpuinfo || true
"$jdk/bin/java" -version 2>&1 | sed -n 2p
echo "$(nproc) processors, $rounds rounds, load $(cut -d' ' -f1 /proc/loadavg)"
: >$work/runs
for application in "$@"; do
  for agent in "${contestants[@]}"; do
    run "$application" "$agent" >/dev/null # fills the page cache
  done
  for ((round = 0; round < rounds; round++)); do
    for ((i = 0; i < count; i++)); do
      run "$application" "${contestants[(round + i) % count]}" >>$work/runs
    done
  done
done

echo "load at the end $(cut -d' ' -f1 /proc/loadavg): far more than 1 means that something else ran, and that walls say little"
# Medians, least to most; then the medians of the differences and of the quotient to no agent in the same round.
awk -v first="${contestants[0]}" '
  function spread(format, values, n,   i, j, v, half) {
    for (i = 2; i <= n; i++) {
      v = values[i]
      for (j = i - 1; j > 0 && values[j] > v; j--) values[j + 1] = values[j]
      values[j + 1] = v
    }
    half = int((n + 1) / 2)
    return sprintf(format " (" format "–" format ")", n % 2 ? values[half] : (values[half] + values[half + 1]) / 2,
      values[1], values[n])
  }
  function cell(format, key, n, column,   i, values) {
    for (i = 1; i <= n; i++) values[i] = figure[key, i, column]
    return spread(format, values, n)
  }
  function added(format, key, base, n, column,   i, values) {
    for (i = 1; i <= n; i++) values[i] = figure[key, i, column] - figure[base, i, column]
    return spread(format, values, n)
  }
  function times(key, base, n, column,   i, values) {
    for (i = 1; i <= n; i++) values[i] = figure[key, i, column] / figure[base, i, column]
    return spread("%.3f", values, n)
  }
  {
    key = $1 " " $2
    if (!(key in runs)) order[++keys] = key
    n = ++runs[key]
    for (column = 3; column <= NF; column++) figure[key, n, column] = $column
  }
  END {
    print "\n| | wall ms | ready ms | CPU ms | peak MiB | exit ms |\n|---|---|---|---|---|---|"
    for (k = 1; k <= keys; k++) {
      key = order[k]; n = runs[key]
      print "| " key " | " cell("%.0f", key, n, 3) " | " cell("%.0f", key, n, 7) " | " cell("%.0f", key, n, 4) " | " \
        cell("%.1f", key, n, 6) " | " cell("%.1f", key, n, 5) " |"
    }
    print "\n| over " first " | wall ms | × ready | × CPU | MiB | exit ms |\n|---|---|---|---|---|---|"
    for (k = 1; k <= keys; k++) {
      key = order[k]; n = runs[key]; split(key, part, " "); base = part[1] " " first
      if (key != base) {
        print "| " key " | " added("%+.0f", key, base, n, 3) " | " times(key, base, n, 7) " | " times(key, base, n, 4) \
          " | " added("%+.1f", key, base, n, 6) " | " added("%+.1f", key, base, n, 5) " |"
      }
    }
  }' $work/runs
