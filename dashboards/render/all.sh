#!/usr/bin/env bash
# The sample deployer under the agent, a Prometheus that scrapes it, and the dashboards rendered: all.sh [SCREENSHOTS] [SECONDS]
# Both have to be built: mvn -DskipTests -pl annotations,agent,sample-app package
set -euo pipefail
cd "$(dirname "$0")"

screenshots=${1:-screenshots}
seconds=${2:-60}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; wait; rm -rf "$work"' EXIT

[ -d node_modules ] || npm ci --silent
npm run --silent schemas
npm run --silent build

DEPLOY_ENV=production java -javaagent:../../agent/target/telemetry.jar=port=19405 \
  -jar ../../sample-app/target/sample-app.jar >"$work/deployer.log" 2>&1 &
cat >"$work/prometheus.yml" <<'YAML'
scrape_configs:
  - job_name: deployer
    scrape_interval: 5s
    static_configs: [{targets: ["127.0.0.1:19405"]}]
YAML
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
  --web.listen-address=127.0.0.1:19406 >"$work/prometheus.log" 2>&1 &
sleep "$seconds"
node render.mjs http://127.0.0.1:19406 "$screenshots" now-5m
