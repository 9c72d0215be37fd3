#!/usr/bin/env bash
# Weaves every class of the whole corpus, and real programs; see docs/corpus.md. Takes the homes of
# the JDKs to run on, 17 or newer: ./corpus.sh /opt/jdk17 /opt/jdk25. Without any, that of JAVA_HOME.
# Works in a folder outside the repository, or in $CORPUS; jars that are there are not fetched again.
set -euo pipefail
cd "$(dirname "$0")"

folder=${CORPUS:-${TMPDIR:-/tmp}/deployment-telemetry-corpus}
homes=("$@")
if [ ${#homes[@]} -eq 0 ]; then
  homes=("${JAVA_HOME:?give the home of a JDK, or set JAVA_HOME}")
fi
mkdir -p "$folder/jars"

mvn -B -q -f src/test/corpus/pom.xml dependency:copy-dependencies \
  -DincludeScope=runtime -DoutputDirectory="$folder/jars"
mvn -B -q -f .. -pl annotations,agent test-compile dependency:build-classpath \
  -Dmdep.outputFile="$folder/classpath"

# A jar as shrinkers leave it: all in one package, names that differ by nothing but what they return.
if [ ! -f "$folder/jars/obfuscated.jar" ]; then
  one_of() { ls "$folder"/jars/$1 | paste -sd:; }
  libraries=()
  for module in java.base java.sql; do
    libraries+=(-libraryjars "${homes[0]}/jmods/$module.jmod(!**.jar;!module-info.class)")
  done
  "${homes[0]}/bin/java" -Xmx2g \
    -cp "$(one_of 'proguard-*'):$(one_of 'log4j-api-*'):$(one_of 'log4j-core-*'):$(one_of 'kotlin-stdlib-[0-9]*'):$(one_of 'kotlin-metadata-*'):$(one_of 'gson-*'):$(one_of 'json-*')" \
    proguard.ProGuard \
    -injars "$(one_of 'hsqldb-*')(**.class):$(one_of 'h2-*')(**.class):$(one_of 'bcprov-*')(**.class)" \
    -outjars "$folder/obfuscated.jar" "${libraries[@]}" -dontwarn -dontnote -ignorewarnings -dontshrink \
    -optimizationpasses 1 -allowaccessmodification -overloadaggressively -repackageclasses obfuscated \
    -keep 'class org.h2.Driver' > "$folder/proguard.log" 2>&1 ||
    { echo "ProGuard failed; $folder/proguard.log tells why" >&2; exit 1; }
  mv "$folder/obfuscated.jar" "$folder/jars/"
fi

for home in "${homes[@]}"; do
  "$home/bin/java" -cp "target/test-classes:target/classes:$(cat "$folder/classpath")" \
    io.deploytelemetry.agent.weave.WholeCorpus "$folder/$(basename "$home")" "$folder/jars" src/test/corpus
done
