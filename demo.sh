#!/usr/bin/env bash
# Builds the agent and the sample deployer, runs one under the other, and says where to look. Ctrl-C ends it.
# It deploys to what it takes for production, where releases need an approval; DEPLOY_ENV=staging ./demo.sh needs none.
# Arguments go to the deployer: ./demo.sh --duration 60s --repo https://git.example/website.git
set -euo pipefail
cd "$(dirname "$0")"

mvn -B -q -DskipTests -pl annotations,agent,sample-app package
cat <<TEXT

  page      http://localhost:${TELEMETRY_PORT:-19404}/
  metrics   http://localhost:${TELEMETRY_PORT:-19404}/metrics
  health    http://localhost:${TELEMETRY_PORT:-19404}/health
  status    http://localhost:${TELEMETRY_PORT:-19404}/status

TEXT
export DEPLOY_ENV="${DEPLOY_ENV:-production}"
exec java -javaagent:agent/target/telemetry.jar -jar sample-app/target/sample-app.jar "$@"
