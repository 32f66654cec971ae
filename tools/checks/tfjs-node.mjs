import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tarballs } from '../lib/pack.mjs';
import { attempt, run } from '../lib/run.mjs';
import { inTemporaryFolder } from '../lib/temporary-folder.mjs';
import { root } from '../lib/workspace.mjs';

const template = fileURLToPath(new URL('../tfjs-node', import.meta.url));
const page = 'docs/measurements/tfjs-node.md';

/** Published packages that require tfjs-node and carry their models. Each has a program of its name. */
const PACKAGES = {
  'face-api': { name: '@vladmandic/face-api', version: '1.7.15' },
  human: { name: '@vladmandic/human', version: '3.3.6' },
  'max-image-segmenter': { name: '@codait/max-image-segmenter', version: '0.3.0' },
};
const NODES = ['20', '24'];
/** Differences of numbers, relative to their size or to 1 where they are smaller. */
const TOLERANCE = 1e-3;

/**
 * @typedef {{ node: string, backend: string, milliseconds: number, found: unknown }} Report
 * @type {import('../lib/check.mjs').Check}
 */
export const tfjsNode = {
  name: 'tfjs-node',
  title: `Published packages run unmodified on our tfjs-node, in Node ${NODES.join(' and ')}, as on tfjs's cpu backend; writes ${page}`,
  onRequest: true,
  run: () =>
    inTemporaryFolder('tfjs-node', async (folder) => {
      await install(folder);
      /** @type {string[]} */
      const failures = [];
      /** @type {string[]} */
      const rows = [];
      for (const [program, { name, version }] of Object.entries(PACKAGES)) {
        for (const node of NODES) {
          const ours = await reportOf(folder, { program, node, backend: 'tensorflow' });
          const theirs = await reportOf(folder, { program, node, backend: 'cpu' });
          if (typeof ours === 'string' || typeof theirs === 'string') {
            failures.push(`${name} in Node ${node}: ${typeof ours === 'string' ? ours : theirs}`);
            continue;
          }
          const { compared, largest, problem } = compare(ours.found, theirs.found);
          if (problem !== undefined) failures.push(`${name} in Node ${node}: ${problem}`);
          const numbers = [
            compared.toLocaleString('en'),
            largest.toExponential(1),
            ours.milliseconds,
            theirs.milliseconds,
          ];
          rows.push(`| \`${name}\` ${version} | ${ours.node} | ${numbers.join(' | ')} |`);
          console.log(`    ${rows.at(-1)}`);
        }
      }
      if (failures.length === 0) {
        writeFileSync(join(root, page), pageOf(rows));
        await attempt('biome', ['format', '--write', page], { cwd: root });
      }
      return { failures, note: `${rows.length} runs` };
    }),
};

/** Installs the packages from the registry, with ours in the place of tfjs-node, as a user's package.json would say it.
 *
 * @param {string} folder
 */
async function install(folder) {
  cpSync(template, folder, { recursive: true });
  /** @type {Record<string, string>} */
  const dependencies = {};
  for (const { name, version } of Object.values(PACKAGES)) dependencies[name] = version;
  for (const [name, tarball] of await tarballs()) dependencies[name] = `file:${tarball}`;
  const ours = /** @type {string} */ (dependencies['@neurite/tfjs-node']);
  dependencies['@tensorflow/tfjs-node'] = ours;
  delete dependencies['@neurite/tfjs-node'];
  const manifest = { private: true, dependencies, overrides: { '@tensorflow/tfjs-node': '$@tensorflow/tfjs-node' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--no-audit', '--no-fund', '--legacy-peer-deps'], { cwd: folder });
}

/**
 * @param {string} folder
 * @param {{ program: string, node: string, backend: string }} choice
 * @returns {Promise<Report | string>} or what went wrong
 */
async function reportOf(folder, { program, node, backend }) {
  const path = join(folder, 'report.json');
  writeFileSync(path, '');
  const { code, output } = await attempt(
    'npx',
    ['--yes', '--package', `node@${node}`, '--', 'node', `${program}.cjs`, backend],
    { cwd: folder, timeout: 1_800_000 },
  );
  const text = readFileSync(path, 'utf8');
  return code === 0 && text !== '' ? JSON.parse(text) : `exit code ${code}\n${output.trim()}`;
}

/**
 * @param {unknown} ours
 * @param {unknown} theirs
 * @returns {{ compared: number, largest: number, problem: string | undefined }} the number of values, and the largest
 *   difference of numbers
 */
function compare(ours, theirs) {
  const [left, right] = [[...leaves(ours)], [...leaves(theirs)]];
  const result = { compared: left.length, largest: 0 };
  if (left.length === 0) return { ...result, problem: 'nothing was found' };
  if (left.length !== right.length) return { ...result, problem: `${left.length} values, on cpu ${right.length}` };
  for (const [i, value] of left.entries()) {
    const other = right[i];
    if (typeof value === 'number' && typeof other === 'number') {
      result.largest = Math.max(result.largest, Math.abs(value - other) / Math.max(1, Math.abs(other)));
    } else if (value !== other) {
      return { ...result, problem: `${value}, on cpu ${other}` };
    }
  }
  const problem = result.largest <= TOLERANCE ? undefined : `a number differs by ${result.largest}`;
  return { ...result, problem };
}

/**
 * @param {unknown} value
 * @returns {Generator<unknown>}
 */
function* leaves(value) {
  if (typeof value !== 'object' || value === null) yield value;
  else for (const one of Object.values(value)) yield* leaves(one);
}

/** @param {readonly string[]} rows */
function pageOf(rows) {
  return `# Published packages on \`@neurite/tfjs-node\`

\`npm run check -- tfjs-node\` installs packages that require \`@tensorflow/tfjs-node\` and carry their models, unmodified, with ours
in its place, runs their networks on a photograph, and compares every number and text that they give with what they give on
tfjs's cpu backend, which is turned on in its place. Differences are relative, or absolute below 1; at most ${TOLERANCE} is allowed.

| package | Node | values | largest difference | ms | ms on cpu |
| --- | --- | ---: | ---: | ---: | ---: |
${rows.join('\n')}

Times are of one run, the first, on a machine that did other work meanwhile: they say about what size they are.
`;
}
