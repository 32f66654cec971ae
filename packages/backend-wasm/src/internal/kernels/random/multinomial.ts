import { checkInteger, checkNumber, RandomStream } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { FLOAT, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { softmax } from '../normalization/softmax.js';

type Attributes = { readonly numSamples: number; readonly seed: number; readonly normalized: boolean };

/**
 * Samples of classes, by their probabilities or logits. A seed gives the same samples on any machine, but not those of the
 * cpu backend.
 */
export const multinomialKernels: KernelTable = {
  Multinomial: tfjsKernel(
    shapes({ logits: 'rows classes' }, (where, { numSamples, seed }) => {
      checkInteger(where, 'numSamples', numSamples, { min: 0 });
      checkNumber(where, 'seed', seed);
    }),
    takes<{ readonly logits: TensorInfo }, Attributes>(FLOAT, ({ inputs: { logits }, attrs, backend }) => {
      const { numSamples: samples, seed, normalized } = attrs;
      const [rows, classes] = logits.shape as [number, number];
      const probabilities = normalized ? backend.makeAlias(logits, logits.shape) : softmax(backend, 'softmax', logits);
      const output = backend.newTensor([rows, samples], 'int32');
      const values = backend.data.get(probabilities.dataId).values as Float32Array; // of this dtype
      const drawn = backend.data.get(output.dataId).values as Int32Array; // likewise
      // tfjs-core draws seeds between 0 and 1.
      const stream = RandomStream.fromSeed(Math.floor(seed * (Number.isInteger(seed) ? 1 : 2 ** 31)));
      const uniforms = stream.uniforms(rows * samples);
      const sums = new Float64Array(classes);
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        for (let i = 0; i < classes; i++) {
          sum += values[row * classes + i]!;
          sums[i] = sum;
        }
        for (let i = row * samples; i < (row + 1) * samples; i++) drawn[i] = firstAbove(sums, uniforms[i]!);
      }
      backend.disposeIntermediateTensorInfo(probabilities);
      return output;
    }),
  ),
};

/** The index of the first of increasing values that is above `limit`, or the last index. */
function firstAbove(values: Float64Array, limit: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (limit < values[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
