import './lib/node-version.mjs';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundleSizes } from './bundle-sizes.mjs';
import { isMain } from './lib/run.mjs';
import { publicPackages } from './lib/workspace.mjs';

/**
 * The size of each package: everything that it exports, bundled and minified, with gzip, without tfjs-core and the
 * sibling packages. Where a package has a folder `wasm`, of whose modules a page loads one, the largest is added, and
 * every script. What a bundle takes that uses a part of them is in bundle-sizes.mjs.
 *
 *     node tools/sizes.mjs     prints both as Markdown
 *
 * @typedef {{ name: string, bytes: number, budget: number | undefined }} Size
 */

/** @returns {Promise<Size[]>} */
export async function sizes() {
  return Promise.all(
    publicPackages().map(async ({ path, manifest }) => ({
      name: manifest.name,
      bytes: (await bundledSize(path, Object.keys(manifest.peerDependencies ?? {}))) + loadedSize(path),
      budget: manifest.size === undefined ? undefined : parseSize(manifest.size),
    })),
  );
}

/**
 * @param {string} path
 * @param {readonly string[]} peers left out too: the user brings them
 */
async function bundledSize(path, peers) {
  const result = await build({
    entryPoints: [join(path, 'dist', 'index.js')],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    external: ['@tensorflow/*', '@neurite/*', 'node:*', ...peers],
  });
  return result.outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

/** @param {string} path */
function loadedSize(path) {
  const folder = join(path, 'wasm');
  if (!existsSync(folder)) return 0;
  /** @param {string} ending */
  const sizes = (ending) =>
    readdirSync(folder)
      .filter((file) => file.endsWith(ending))
      .map((file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length);
  return Math.max(0, ...sizes('.wasm')) + sizes('.js').reduce((sum, size) => sum + size, 0);
}

/**
 * @param {string} text e.g. `12.5 kB`
 * @returns {number} bytes
 */
function parseSize(text) {
  const match = /^(\d+(?:\.\d+)?) kB$/.exec(text);
  return match === null ? Number.NaN : Number(match[1]) * 1000;
}

/** @param {number} bytes */
export function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

if (isMain(import.meta.url)) {
  for (const [title, rows] of /** @type {const} */ ([
    ['package', await sizes()],
    ['bundle', await bundleSizes()],
  ])) {
    console.log(`\n| ${title} | size, gzip | budget |\n|---|--:|--:|`);
    for (const { name, bytes, budget } of rows) {
      console.log(`| ${name} | ${kilobytes(bytes)} | ${budget === undefined ? 'none' : kilobytes(budget)} |`);
    }
  }
}
