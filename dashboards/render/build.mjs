// Bundles page.jsx with Grafana's libraries into www/. Both CommonJS and ES modules of them would give two of each registry: ES only.
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';

const modules = {
  name: 'grafana-es-modules',
  setup(build) {
    build.onResolve({ filter: /^@grafana\/(runtime|data|ui|i18n)(\/(unstable|internal))?$/ }, ({ path: name }) => {
      const [, library, part] = /^(@grafana\/\w+)(?:\/(\w+))?$/.exec(name);
      const file = path.resolve('node_modules', library, 'dist/esm', `${part ?? 'index'}.mjs`);
      return fs.existsSync(file) ? { path: file } : undefined;
    });
    build.onResolve({ filter: /^@grafana\/(scenes|schema|e2e-selectors)$/ }, ({ path: name }) => {
      const folder = path.resolve('node_modules', name);
      const { module } = JSON.parse(fs.readFileSync(`${folder}/package.json`));
      const file = [module, 'dist/esm/index.mjs', 'dist/esm/index.js']
        .filter(Boolean).map((entry) => path.join(folder, entry)).find(fs.existsSync);
      return file ? { path: file } : undefined;
    });
  },
};

await esbuild.build({
  entryPoints: ['page.jsx'],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  outfile: 'www/page.js',
  define: { 'process.env.NODE_ENV': '"production"', global: 'window' },
  loader: { '.svg': 'dataurl', '.png': 'dataurl', '.woff2': 'dataurl', '.ttf': 'dataurl' },
  minify: true,
  plugins: [modules],
  logLevel: 'error',
});
