import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readManifest, root } from './lib/workspace.mjs';

/**
 * What a user's bundle takes, minified, with gzip:
 *
 * - a program that builds, trains and reads a small MLP, without an engine; with tfjs-core only for information
 * - what each layer adds to a bundle that holds all the others, so that what several share counts for none of them
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
/** Sequences are computed and differentiated by operations of their own. */
const SEQUENCE_BUDGET = 3000;
const SEQUENCES = /recurrent|attention|lstm|gru|rnn/;

/** @returns {Promise<BundleSize[]>} */
export async function bundleSizes() {
  const layers = Object.keys(readManifest(join(root, 'packages', 'layers')).exports ?? {}).filter(
    (subpath) => subpath !== '.' && subpath !== './package.json',
  );
  const all = await bundledSize(PROGRAM + imports(layers));
  return [
    { name: 'a small MLP', bytes: await bundledSize(PROGRAM), budget: PROGRAM_BUDGET },
    { name: 'a small MLP, with tfjs-core', bytes: await bundledSize(PROGRAM, []) },
    ...(await Promise.all(
      layers.map(async (layer) => ({
        name: `layers/${layer.slice(2)}, added to all others`,
        bytes: all - (await bundledSize(PROGRAM + imports(layers.filter((other) => other !== layer)))),
        budget: SEQUENCES.test(layer) ? SEQUENCE_BUDGET : LAYER_BUDGET,
      })),
    )),
  ];
}

/** @param {readonly string[]} subpaths of `layers` */
function imports(subpaths) {
  return subpaths.map((subpath) => `export * from '@neurite/layers/${subpath.slice(2)}';\n`).join('');
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
