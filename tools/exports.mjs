import './lib/node-version.mjs';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain } from './lib/run.mjs';
import { packages, readManifest, root } from './lib/workspace.mjs';

/**
 * The generated fields of every package.json:
 *
 * - `repository`, `homepage` and `bugs`, from the `repository` of the root's package.json.
 *
 * and of every published one:
 *
 * - `exports`: `"."`, one subpath for each file that src/index.ts re-exports, named after the file
 *   (`src/activations/relu.ts` is `@neurite/layers/relu`), and one for each file next to the index that is not
 *   part of it (`src/operation.ts` is `@neurite/core/operation`). src/internal/ is never exported.
 * - The script `prepack`, which refuses to pack a package that is not built.
 *
 *     node tools/exports.mjs           writes them
 *     node tools/exports.mjs --check   names the packages whose fields differ
 */

/**
 * @param {{ write: boolean }} options
 * @returns {string[]} what is wrong, in sentences
 */
export function generatedFields({ write }) {
  /** @type {string[]} */
  const problems = [];
  for (const { folder, path, manifest } of packages()) {
    const fields = {
      ...links(folder),
      ...(manifest.private === true ? {} : published(folder, path, manifest, problems)),
    };
    const different = /** @type {(keyof typeof fields)[]} */ (Object.keys(fields)).filter(
      (name) => JSON.stringify(manifest[name]) !== JSON.stringify(fields[name]),
    );
    if (different.length === 0) continue;
    const { name, version, private: unpublished, description, license, ...others } = manifest;
    // Links that are new go after the licence; all other fields keep their order.
    const whole = { name, version, private: unpublished, description, license, ...links(folder), ...others, ...fields };
    if (write) writeFileSync(join(path, 'package.json'), `${JSON.stringify(whole, null, 2)}\n`);
    else problems.push(`${folder}: package.json needs other ${different.join(', ')}; run \`npm run exports\``);
  }
  return problems;
}

/**
 * Where a package is found, from the repository that the root names.
 *
 * @param {string} folder from the root
 */
function links(folder) {
  const { url } = /** @type {{ url: string }} */ (readManifest(root).repository);
  const page = url.replace(/^git\+/, '').replace(/\.git$/, '');
  return {
    repository: { type: 'git', url, directory: folder },
    homepage: `${page}/tree/main/${folder}#readme`,
    bugs: `${page}/issues`,
  };
}

/**
 * @param {string} folder
 * @param {string} path
 * @param {import('./lib/workspace.mjs').Manifest} manifest
 * @param {string[]} problems gets a sentence for each clash
 */
function published(folder, path, manifest, problems) {
  const { map, clashes } = exportMap(path, manifest.exports ?? {});
  problems.push(...clashes.map((clash) => `${folder}: ${clash}`));
  return { exports: map, scripts: { ...manifest.scripts, prepack: 'node ../../tools/prepack.mjs' } };
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
  const problems = generatedFields({ write: !process.argv.includes('--check') });
  for (const problem of problems) console.error(problem);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
