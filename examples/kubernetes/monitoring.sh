#!/bin/sh
# Writes a PrometheusRule of the rules, and a ConfigMap of each dashboard: monitoring.sh ALERTS DASHBOARDS
# Both are folders that java -jar telemetry.jar export writes, or those of the repository.
set -eu
alerts=${1:?the folder with the rules} dashboards=${2:?the folder with the dashboards}

# The lines of a file, moved to the right by so many blanks. Empty lines stay empty.
indented() { sed "s/^./$1&/" "$2"; }

cat <<YAML
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: deployment-telemetry
  labels:
    release: prometheus # as the Prometheus selects its rules
spec:
  groups:
YAML
for rules in "$alerts/recording-rules.yml" "$alerts/alert-rules.yml"; do
  indented '  ' "$rules" | sed '1,/^  groups:$/d'
done

for dashboard in deployments health jvm; do
  cat <<YAML
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: deployment-telemetry-$dashboard
  labels:
    grafana_dashboard: "1" # as the sidecar of Grafana's chart selects them
data:
  $dashboard.json: |
YAML
  indented '    ' "$dashboards/$dashboard.json"
done
