# Read by catalina.sh; its place is $CATALINA_BASE/bin. Not JAVA_OPTS: the JVM that stops Tomcat has these as well.
CATALINA_OPTS="${CATALINA_OPTS:-} -javaagent:/opt/telemetry/telemetry.jar"

TELEMETRY_PORT=19404
TELEMETRY_ENVIRONMENT=production
TELEMETRY_CONFIG="$CATALINA_BASE/conf/telemetry.yaml"
export TELEMETRY_PORT TELEMETRY_ENVIRONMENT TELEMETRY_CONFIG
