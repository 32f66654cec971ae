import './lib/node-version.mjs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pageHeaders } from './lib/page-headers.mjs';
import { root } from './lib/workspace.mjs';
import { setUp } from './setup.mjs';

/**
 * Builds the production version of the pages and serves them on this machine only, each under its own path.
 *
 *     node tools/preview.mjs                both
 *     node tools/preview.mjs neuron-lab     one of them
 */
const pages = ['neuron-lab', 'digits-web'];
const FIRST_PORT = 4173;
const LAST_PORT = 4199;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !pages.includes(name));
if (unknown.length > 0) {
  console.error(`There is no page named ${unknown.join(', ')}. There are ${pages.join(' and ')}.`);
  process.exit(2);
}
const chosen = wanted.length > 0 ? wanted : pages;
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

const server = createServer((request, response) => {
  const url = request.url ?? '/';
  const page = served.find(({ base }) => url.startsWith(base));
  if (page === undefined) {
    const [path] = url.split('?');
    // The root, or the path of a page without its trailing slash.
    const meant = path === '/' ? served[0] : served.find(({ base }) => base === `${path}/`);
    if (meant === undefined) response.writeHead(404).end('not found\n');
    else response.writeHead(302, { Location: meant.base }).end();
    return;
  }
  request.url = url.slice(page.base.length - 1);
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
  for (const { base } of served) console.log(`http://127.0.0.1:${port}${base}`);
  console.log('Stop with Ctrl-C.');
});
let port = FIRST_PORT;
server.listen(port, '127.0.0.1');
