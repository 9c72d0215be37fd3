// Validates the dashboards under the JSON schemas made of the types that Grafana 10 to 13 publish.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import Ajv from 'ajv';

const types = (grafana) =>
  ['types/raw/dashboard/x/types.gen.d.ts', 'esm/raw/dashboard/x/dashboard_types.gen.d.ts']
    .map((file) => `node_modules/${grafana}/dist/${file}`).find(fs.existsSync);

let invalid = 0;
for (const version of [10, 11, 12, 13]) {
  const grafana = `grafana-${version}`;
  const schema = JSON.parse(execFileSync('node', [
    'node_modules/ts-json-schema-generator/bin/ts-json-schema-generator.js',
    '--path', types(grafana), '--type', 'Dashboard', '--no-type-check', '--additional-properties',
  ], { maxBuffer: 1e8 }));
  delete schema.definitions.Dashboard.required; // what the server fills in
  const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
  const release = JSON.parse(fs.readFileSync(`node_modules/${grafana}/package.json`)).version;
  for (const name of ['deployments', 'health', 'jvm']) {
    const valid = validate(JSON.parse(fs.readFileSync(`../${name}.json`)));
    console.log(`Grafana ${release}, ${name}: ${valid ? 'valid' : JSON.stringify(validate.errors, null, 1)}`);
    invalid += valid ? 0 : 1;
  }
}
process.exitCode = invalid ? 1 : 0;
