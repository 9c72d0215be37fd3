// Validates the recipes for Kubernetes and Compose under the schemas that these publish.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import Ajv from 'ajv';
import { parseAllDocuments, parse } from 'yaml';

const source = fs.mkdtempSync('.types-');
process.on('exit', () => fs.rmSync(source, { recursive: true }));

const report = (name, faults) => {
  console.log(`${name}: ${faults.length ? 'INVALID' : 'valid'}`);
  faults.forEach((fault) => console.log(`  ${fault}`));
  if (faults.length) process.exitCode = 1;
};

// The schemas do not know which fields there are not: the compiler, which does, is shown the object as a literal.
const faults = async (object) => {
  const { apiVersion, kind } = object;
  const operator = apiVersion.startsWith('monitoring.coreos.com/');
  const model = `${operator ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models'}/${apiVersion}/${kind}`;
  const found = [];
  try {
    new (await import(model))[kind](object).validate();
  } catch (invalid) {
    found.push(...invalid.message.split(', data/'));
  }
  fs.writeFileSync(`${source}/object.ts`,
    `import type { I${kind} } from '${model}';\nexport const object: I${kind} = ${JSON.stringify(object)};\n`);
  const compiler = spawnSync('node', ['node_modules/typescript/bin/tsc', '--noEmit', '--strict', '--skipLibCheck',
    '--module', 'nodenext', '--pretty', 'false', `${source}/object.ts`], { encoding: 'utf8' });
  found.push(...compiler.stdout.split('\n').filter(Boolean).map((line) => line.replace(/^.*error TS\d+: /, '')));
  return found;
};

// What a cluster is given: the files, and what monitoring.sh makes of the rules and the dashboards.
const kubernetes = '../kubernetes';
const texts = fs.readdirSync(kubernetes).filter((file) => file.endsWith('.yaml'))
  .map((file) => [file, fs.readFileSync(`${kubernetes}/${file}`, 'utf8')]);
texts.push(['monitoring.sh', execFileSync(`${kubernetes}/monitoring.sh`, ['../../alerts', '../../dashboards'], { encoding: 'utf8' })]);

for (const [file, text] of texts) {
  for (const document of parseAllDocuments(text)) {
    const object = document.toJS();
    report(`${file}, ${object.kind} ${object.metadata.name}`, [...document.errors.map(String), ...await faults(object)]);
  }
}

// Whoever finds nothing has to show that there was something to be found.
const misspelt = parse(texts.find(([file]) => file === 'deployment.yaml')[1].replace('readinessProbe', 'readinesProbe'));
if (!(await faults(misspelt)).some((fault) => fault.includes('readinesProbe'))) {
  report('deployment.yaml', ['a misspelt readinessProbe is not found: the packages have changed']);
}

const schema = JSON.parse(fs.readFileSync('node_modules/dclint/schemas/compose.schema.json'));
delete schema.$schema; // an address under which Ajv does not know draft 7
const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
const composed = parse(fs.readFileSync('../compose/compose.yaml', 'utf8'));
report('compose.yaml', validate(composed) ? [] : validate.errors.map(({ instancePath, message, params }) =>
  `${instancePath} ${message} ${JSON.stringify(params)}`));
