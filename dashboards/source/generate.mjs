// Writes the dashboards beside this folder; with --check it only says which of them differ from their source.
import fs from 'node:fs';
import deployments from './deployments.mjs';
import health from './health.mjs';
import jvm from './jvm.mjs';

let differ = 0;
for (const [name, dashboard] of Object.entries({ deployments, health, jvm })) {
  const file = new URL(`../${name}.json`, import.meta.url);
  const text = `${JSON.stringify(dashboard, null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    fs.writeFileSync(file, text);
  } else if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
    console.error(`dashboards/${name}.json differs from its source; write it anew: node dashboards/source/generate.mjs`);
    differ++;
  }
}
process.exitCode = differ ? 1 : 0;
