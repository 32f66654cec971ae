import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdict } from '../lib/check.mjs';
import { packages, root } from '../lib/workspace.mjs';

/**
 * @typedef {import('../lib/workspace.mjs').Package} Package
 * @typedef {{ compilerOptions?: { types?: string[] }, include: string[] }} Config what a package's tsconfig.json adds to
 *   that of the root
 */

/**
 * Packages with the same compiler options are one program: a file that thirty of them import is checked once. A package
 * that declares globals is a program of its own, so that no other one sees them. `npm run typecheck` takes each alone.
 *
 * @type {import('../lib/check.mjs').Check}
 */
export const types = {
  name: 'typecheck',
  alone: true,
  title: 'TypeScript: every package, its tests, and the tools',
  run: async () => {
    const folder = join(root, 'node_modules', '.neurite-types');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const projects = programs().map((members, i) => writeProject(join(folder, `tsconfig.${i}.json`), members));
    /** @type {string[]} */
    const failures = [];
    // The largest first, and small ones beside it.
    const waiting = [...projects, 'tools'].values();
    const lane = async () => {
      for (const project of waiting) failures.push(...(await verdict('tsc', ['-p', project])).failures);
    };
    await Promise.all([lane(), lane()]);
    return { failures, note: `${projects.length + 1} programs` };
  },
};

/**
 * The packages that are checked together, most first.
 *
 * @returns {Package[][]}
 */
function programs() {
  /** @type {Map<string, Package[]>} */
  const found = new Map();
  for (const one of packages()) {
    if (!existsSync(join(one.path, 'tsconfig.json'))) continue;
    const { compilerOptions = {} } = configOf(one);
    const key = JSON.stringify([compilerOptions, declaresGlobals(one.path) ? one.folder : '']);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found.values()].sort((a, b) => b.length - a.length);
}

/**
 * @param {Package} one
 * @returns {Config}
 */
function configOf({ path }) {
  return JSON.parse(readFileSync(join(path, 'tsconfig.json'), 'utf8'));
}

/** @param {string} path */
function declaresGlobals(path) {
  return ['src', 'test'].some((part) => {
    const folder = join(path, part);
    if (!existsSync(folder)) return false;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    return files.some((name) => readFileSync(join(folder, name), 'utf8').includes('declare global'));
  });
}

/**
 * @param {string} file
 * @param {readonly Package[]} members of equal options
 * @returns {string} the file
 */
function writeProject(file, members) {
  const [first] = members;
  const { types, ...options } = (first === undefined ? undefined : configOf(first).compilerOptions) ?? {};
  // Those of a dependency are looked for from the file on, which has none.
  const where = (/** @type {string} */ name) => {
    const path = join(first?.path ?? root, 'node_modules', name);
    return existsSync(`${path}.d.ts`) ? path : name;
  };
  const compilerOptions = types === undefined ? options : { ...options, types: types.map(where) };
  const include = members.flatMap((one) => configOf(one).include.map((pattern) => join(one.path, pattern)));
  writeFileSync(file, JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions, include }));
  return file;
}
