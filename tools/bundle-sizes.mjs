import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readManifest, root } from './lib/workspace.mjs';

/**
 * What a user's bundle takes, minified, with gzip:
 *
 * - a program that builds, trains and reads a small MLP, without an engine; with tfjs-core only for information
 * - what each layer, loss and metric adds to a bundle that holds all the others of its package, so that what several share
 *   counts for none of them
 *
 * @typedef {{ name: string, bytes: number, budget?: number }} BundleSize bytes
 */

const PROGRAM = `
  export { build, loadState, stateDict, valueAndGradients } from '@neurite/core';
  export { dense, relu, sequential } from '@neurite/layers';
  export { softmaxCrossEntropy } from '@neurite/losses';
  export { adam } from '@neurite/optimizers';
`;
const PROGRAM_BUDGET = 40_000;
const LAYER_BUDGET = 1000;
const LOSS_BUDGET = 700;
const METRIC_BUDGET = 700;
/**
 * The alignments of `ctc` are summed up forward and backward; texts and boxes are compared on the host.
 *
 * @type {Readonly<Record<string, number>>}
 */
const LARGER = { './ctc': 1800, './weighted': 1000, './bleu': 1300, './mean-average-precision': 1400, './chrf': 1000 };
/** Sequences are computed and differentiated by operations of their own. */
const SEQUENCE_BUDGET = 3000;
const SEQUENCES = /recurrent|attention|lstm|gru|rnn/;

/** @returns {Promise<BundleSize[]>} */
export async function bundleSizes() {
  return [
    { name: 'a small MLP', bytes: await bundledSize(PROGRAM), budget: PROGRAM_BUDGET },
    { name: 'a small MLP, with tfjs-core', bytes: await bundledSize(PROGRAM, []) },
    ...(await addedSizes('layers', (layer) => (SEQUENCES.test(layer) ? SEQUENCE_BUDGET : LAYER_BUDGET), PROGRAM)),
    ...(await addedSizes('losses', (loss) => LARGER[loss] ?? LOSS_BUDGET)),
    ...(await addedSizes('metrics', (metric) => LARGER[metric] ?? METRIC_BUDGET)),
  ];
}

/**
 * What each subpath of a package adds to all others.
 *
 * @param {string} name of the package
 * @param {(subpath: string) => number} budget
 * @param {string} [program] what else is in the bundle; by default nothing, and the sibling packages are left out
 * @returns {Promise<BundleSize[]>}
 */
async function addedSizes(name, budget, program) {
  const external = program === undefined ? ['@tensorflow/*', '@neurite/*'] : ['@tensorflow/*'];
  /** @param {readonly { file: string }[]} some */
  const sizeOf = (some) => bundledSize((program ?? '') + imports(some), external);
  const path = join(root, 'packages', name);
  const files = Object.entries(readManifest(path).exports ?? {}).flatMap(([subpath, target]) =>
    subpath === '.' || typeof target === 'string'
      ? []
      : [{ subpath, file: join(path, /** @type {{ default: string }} */ (target).default) }],
  );
  const all = await sizeOf(files);
  return Promise.all(
    files.map(async (one) => {
      const bytes = all - (await sizeOf(files.filter((other) => other !== one)));
      return { name: `${name}/${one.subpath.slice(2)}, added to all others`, bytes, budget: budget(one.subpath) };
    }),
  );
}

/** @param {readonly { file: string }[]} files */
function imports(files) {
  return files.map(({ file }) => `export * from '${file}';\n`).join('');
}

/**
 * @param {string} contents
 * @param {readonly string[]} external
 */
async function bundledSize(contents, external = ['@tensorflow/*']) {
  const { outputFiles } = await build({
    // A workspace package that depends on all of them.
    stdin: { contents, resolveDir: join(root, 'benchmarks') },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    logLevel: 'silent',
    external: [...external, 'node:*'],
  });
  return outputFiles.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).length, 0);
}
