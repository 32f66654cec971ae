import { join, relative } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readManifest, root } from './lib/workspace.mjs';

/**
 * What a user's bundle takes, minified, with gzip:
 *
 * - a program that builds, trains and reads a small MLP, without an engine; with tfjs-core only for information
 * - a program with gradient boosting and nothing else
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
const BOOSTING = `export { gradientBoostingClassifier, gradientBoostingRegressor } from '@neurite/classical';`;
const BOOSTING_BUDGET = 30_000;
const LAYER_BUDGET = 1000;
const LOSS_BUDGET = 700;
const METRIC_BUDGET = 700;
/**
 * The alignments of `ctc` are summed up forward and backward; texts and boxes are compared on the host; `einsumDense` reads
 * an equation, and names what is wrong in it; `melSpectrogram` has fourteen options, and makes its triangles; `batchNorm` has a
 * gradient of its own for processes that train together.
 *
 * @type {Readonly<Record<string, number>>}
 */
const LARGER = {
  './ctc': 1500,
  './bleu': 1300,
  './mean-average-precision': 1400,
  './chrf': 1000,
  './einsum-dense': 1200,
  './batch-norm': 1800,
  './mel-spectrogram': 1600,
};
/** How far back deflate looks for what repeats, in bytes. */
const DEFLATE_WINDOW = 32_768;
/** Sequences are computed and differentiated by operations of their own. */
const SEQUENCE_BUDGET = 3000;
const SEQUENCES = /recurrent|attention|lstm|gru|rnn/;

/** @returns {Promise<BundleSize[]>} */
export async function bundleSizes() {
  return [
    { name: 'a small MLP', bytes: await bundledSize(PROGRAM), budget: PROGRAM_BUDGET },
    { name: 'a small MLP, with tfjs-core', bytes: await bundledSize(PROGRAM, []) },
    { name: 'gradient boosting alone', bytes: await bundledSize(BOOSTING), budget: BOOSTING_BUDGET },
    ...(await addedSizes(
      'layers',
      (layer) => LARGER[layer] ?? (SEQUENCES.test(layer) ? SEQUENCE_BUDGET : LAYER_BUDGET),
      PROGRAM,
    )),
    ...(await addedSizes('losses', (loss) => LARGER[loss] ?? LOSS_BUDGET)),
    ...(await addedSizes('metrics', (metric) => LARGER[metric] ?? METRIC_BUDGET)),
  ];
}

/**
 * What each subpath of a package adds to all others. One build cuts what several share into chunks, so that the file of a
 * subpath holds its own code alone; it is compressed as behind the rest of the bundle.
 *
 * @param {string} name of the package
 * @param {(subpath: string) => number} budget
 * @param {string} [program] what else is in the bundle; by default nothing, and the sibling packages are left out
 * @returns {Promise<BundleSize[]>}
 */
async function addedSizes(name, budget, program) {
  const path = join(root, 'packages', name);
  const subpaths = Object.entries(readManifest(path).exports ?? {}).flatMap(([subpath, target]) =>
    subpath === '.' || typeof target === 'string'
      ? []
      : [{ in: join(path, /** @type {{ default: string }} */ (target).default), out: subpath.slice(2) }],
  );
  const { outputFiles } = await build({
    ...options(program ?? '', program === undefined ? ['@tensorflow/*', '@neurite/*'] : ['@tensorflow/*']),
    entryPoints: subpaths,
    splitting: true,
    outdir: path,
  });
  const parts = new Map(outputFiles.map((file) => [relative(path, file.path), withoutImports(file.text)]));
  return subpaths.map(({ out }) => {
    const file = `${out}.js`;
    const rest = [...parts].map(([part, code]) => (part === file ? '' : code)).join('');
    const dictionary = Buffer.from(rest.slice(-DEFLATE_WINDOW));
    const bytes = deflateRawSync(parts.get(file) ?? '', { level: 9, dictionary }).length;
    return { name: `${name}/${out}, added to all others`, bytes, budget: budget(`./${out}`) };
  });
}

/**
 * What a bundle of one file does not have.
 *
 * @param {string} code
 */
function withoutImports(code) {
  return code.replace(/import(\{[^}]*\}from)?"[^"]*";|export\{[^}]*\};/g, '');
}

/**
 * @param {string} contents
 * @param {readonly string[]} external
 */
async function bundledSize(contents, external = ['@tensorflow/*']) {
  const { outputFiles } = await build(options(contents, external));
  return outputFiles.reduce((sum, file) => sum + gzipSync(file.contents, { level: 9 }).length, 0);
}

/**
 * @param {string} contents
 * @param {readonly string[]} external
 */
function options(contents, external) {
  return {
    // A workspace package that depends on all of them.
    stdin: { contents, resolveDir: join(root, 'benchmarks') },
    bundle: true,
    minify: true,
    write: /** @type {const} */ (false),
    format: /** @type {const} */ ('esm'),
    target: 'es2022',
    logLevel: /** @type {const} */ ('silent'),
    external: [...external, 'node:*'],
  };
}
