import './lib/node-version.mjs';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain } from './lib/run.mjs';
import { publicPackages } from './lib/workspace.mjs';

/**
 * The `exports` of every published package: `"."`, one subpath for each file that src/index.ts re-exports, named after
 * the file (`src/activations/relu.ts` is `@neurite/layers/relu`), and one for each file that stands beside the index
 * without being a part of it (`src/operation.ts` is `@neurite/core/operation`). src/internal/ is never exported.
 *
 *     node tools/exports.mjs           writes the maps
 *     node tools/exports.mjs --check   says which are not what they would be
 *
 * @typedef {import('./lib/workspace.mjs').Package} Package
 */

/**
 * @param {{ write: boolean }} options
 * @returns {string[]} what is wrong, in sentences
 */
export function exportMaps({ write }) {
  const problems = [];
  for (const { folder, path, manifest } of publicPackages()) {
    const { map, clashes } = exportMap(path, manifest.exports ?? {});
    problems.push(...clashes.map((clash) => `${folder}: ${clash}`));
    const text = `${JSON.stringify({ ...manifest, exports: map }, null, 2)}\n`;
    if (JSON.stringify(manifest.exports) === JSON.stringify(map)) continue;
    if (write) writeFileSync(join(path, 'package.json'), text);
    else problems.push(`${folder}: the exports are not those of src/; run \`node tools/exports.mjs\``);
  }
  return problems;
}

/**
 * @param {string} path the package
 * @param {Record<string, unknown>} old its map so far; what does not lead to built code (a .wasm file) is kept
 */
function exportMap(path, old) {
  const index = readFileSync(join(path, 'src', 'index.ts'), 'utf8');
  const reexported = [...index.matchAll(/\bfrom '\.\/(.+)\.js'/g)].map((match) => /** @type {string} */ (match[1]));
  const beside = readdirSync(join(path, 'src'))
    .filter((file) => /(?<!\.d)\.ts$/.test(file) && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length));
  const files = [...new Set([...reexported, ...beside])];
  const kept = Object.entries(old).filter(([, target]) => typeof target === 'string' && !target.startsWith('./dist/'));
  /** @type {Record<string, unknown>} */
  const map = { '.': entry('index') };
  /** @type {string[]} */
  const clashes = [];
  for (const file of files.filter((name) => !name.startsWith('internal/')).sort(bySubpath)) {
    const key = subpath(file);
    if (key in map) clashes.push(`two files want to be \`${key}\`; rename src/${file}.ts`);
    map[key] = entry(file);
  }
  return { map: { ...map, ...Object.fromEntries(kept), './package.json': './package.json' }, clashes };
}

/** @param {string} file from src, without its extension */
function entry(file) {
  return { '@neurite/source': `./src/${file}.ts`, types: `./dist/${file}.d.ts`, default: `./dist/${file}.js` };
}

/** @param {string} file */
function subpath(file) {
  return `./${file.replace(/\/index$/, '').replace(/^.*\//, '')}`;
}

/**
 * @param {string} a
 * @param {string} b
 */
function bySubpath(a, b) {
  return subpath(a) < subpath(b) ? -1 : 1;
}

if (isMain(import.meta.url)) {
  const problems = exportMaps({ write: !process.argv.includes('--check') });
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
