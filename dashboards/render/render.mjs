// Renders the dashboards with the data of a Prometheus, and fails where a panel does not show what it should:
//   node render.mjs PROMETHEUS_URL [OUTPUT_FOLDER] [FROM] [SCRAPE_INTERVAL_SECONDS]
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright-core';

const [prometheus, output = 'screenshots', from = 'now-30m', scrape = '5'] = process.argv.slice(2);

const html = (dashboard) => `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/page.css">
<body style="margin:0"><div id="root"></div><script>
window.process = { env: {} };
window.render = { dashboard: '/${dashboard}.json', from: '${from}', scrape: ${Number(scrape)} };
window.grafanaBootData = {
  settings: { featureToggles: {}, buildInfo: { version: '12.4.0', env: 'production' }, datasources: {}, panels: {}, regionalFormat: 'en-US', appSubUrl: '' },
  user: { timezone: 'browser', weekStart: 'browser', language: 'en-US' },
  navTree: [],
};
</script><script type="module" src="/page.js"></script>`;

const types = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };
const send = (response, status, type, body) => response.writeHead(status, { 'content-type': type }).end(body);

const server = http.createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (pathname.startsWith('/prometheus/')) {
    http.get(prometheus + request.url.slice('/prometheus'.length), (answer) => {
      response.writeHead(answer.statusCode, { 'content-type': 'application/json' });
      answer.pipe(response);
    }).on('error', (error) => send(response, 502, 'text/plain', String(error)));
  } else if (pathname.startsWith('/show/')) {
    send(response, 200, 'text/html', html(path.basename(pathname)));
  } else {
    const file = path.join(pathname.endsWith('.json') ? '..' : 'www', path.basename(pathname));
    if (fs.existsSync(file)) {
      send(response, 200, types[path.extname(file)] ?? 'application/octet-stream', fs.readFileSync(file));
    } else {
      send(response, 404, 'text/plain', '');
    }
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));

fs.mkdirSync(output, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
let faults = 0;
for (const dashboard of ['deployments', 'health', 'jvm']) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(`http://127.0.0.1:${server.address().port}/show/${dashboard}`);
  await page.waitForFunction(() => window.report?.().every(({ state, missing }) => missing || state === 'Done' || state === 'Error'), null, { timeout: 30000 });
  await page.waitForTimeout(1500); // the charts are drawn after their data has come
  const panels = await page.evaluate(() => window.report());
  if (await page.getByText('An unexpected error happened').count()) {
    errors.push('a panel has crashed');
  }
  for (const { title, type, state, missing, errors: told, series } of panels) {
    const isFaulty = missing || state !== 'Done' || told.length;
    console.log(`${isFaulty ? 'FAULTY ' : series ? 'data   ' : 'no data'} ${dashboard}: ${title} (${type}) ${told.join(' ')}`);
    faults += isFaulty ? 1 : 0;
  }
  errors.forEach((error) => console.log(`FAULTY  ${dashboard}: ${error}`));
  faults += errors.length;
  await page.screenshot({ path: path.join(output, `${dashboard}.png`), fullPage: true });
  await page.close();
}
await browser.close();
server.close();
process.exitCode = faults ? 1 : 0;
