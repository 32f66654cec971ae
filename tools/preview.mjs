import './lib/node-version.mjs';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pageHeaders } from './lib/page-headers.mjs';
import { root } from './lib/workspace.mjs';
import { setUp } from './setup.mjs';

/**
 * Builds the production version of the pages and serves them on this machine only, each under its own path.
 *
 *     node tools/preview.mjs                              all of them
 *     node tools/preview.mjs neuron-lab                   one of them
 *     node tools/preview.mjs pets-web --run runs/pets     with the model of a run, at `run/model.safetensors`
 */
const pages = ['neuron-lab', 'digits-web', 'pets-web', 'translator-web'];
/** Those that take the model of a run, with what trains one. */
const MODELS = new Map([['pets-web', 'npm run pets -- --data <folder>']]);
const FIRST_PORT = 4173;
const LAST_PORT = 4199;

const { wanted, run } = given();
const unknown = wanted.filter((name) => !pages.includes(name));
if (unknown.length > 0) refuse(`There is no page named ${unknown.join(', ')}. There are ${pages.join(', ')}.`);
const chosen = wanted.length > 0 ? wanted : pages;
if (run !== undefined) {
  const command = MODELS.get(chosen.join());
  if (command === undefined) refuse(`--run is for one page of ${[...MODELS.keys()].join(', ')}.`);
  if (!existsSync(join(run, 'model.safetensors'))) refuse(`${run}: there is no model yet. Make one first: ${command}.`);
}
await setUp({ only: chosen.map((name) => `{./apps/${name}}...`) });

// After the set-up, which installs it.
const { default: sirv } = await import('sirv');
const served = chosen.map((name) => {
  const folder = join(root, 'apps', name, 'dist');
  const headers = Object.entries(pageHeaders(join(folder, 'index.html')));
  const setHeaders = (/** @type {import('node:http').ServerResponse} */ response) => {
    for (const [header, value] of headers) response.setHeader(header, value);
  };
  return { base: `/${name}/`, files: sirv(folder, { setHeaders }) };
});
/** A training may replace it at any time: it is read when it is asked for. */
const ofRun = run === undefined ? undefined : sirv(resolve(run), { dev: true });
const query = run === undefined ? '' : `?run=${encodeURIComponent(run)}`;

const server = createServer((request, response) => {
  const url = request.url ?? '/';
  const page = served.find(({ base }) => url.startsWith(base));
  if (page === undefined) {
    const [path] = url.split('?');
    // The root, or the path of a page without its trailing slash.
    const meant = path === '/' ? served[0] : served.find(({ base }) => base === `${path}/`);
    if (meant === undefined) response.writeHead(404).end('not found\n');
    else response.writeHead(302, { Location: `${meant.base}${query}` }).end();
    return;
  }
  request.url = url.slice(page.base.length - 1);
  if (ofRun !== undefined && request.url === '/run/model.safetensors') {
    request.url = '/model.safetensors';
    ofRun(request, response, () => {
      response.writeHead(404).end('not found\n');
    });
    return;
  }
  page.files(request, response, () => {
    response.writeHead(404).end('not found\n');
  });
});
server.on('error', (error) => {
  const taken = 'code' in error && error.code === 'EADDRINUSE';
  if (!taken || port >= LAST_PORT) throw error;
  port += 1;
  server.listen(port, '127.0.0.1');
});
server.on('listening', () => {
  for (const { base } of served) console.log(`http://127.0.0.1:${port}${base}${query}`);
  console.log('Stop with Ctrl-C.');
});
let port = FIRST_PORT;
server.listen(port, '127.0.0.1');

/** @returns {{ wanted: string[], run: string | undefined }} */
function given() {
  try {
    const { values, positionals } = parseArgs({ options: { run: { type: 'string' } }, allowPositionals: true });
    return { wanted: positionals, run: values.run };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence);
  process.exit(2);
}
