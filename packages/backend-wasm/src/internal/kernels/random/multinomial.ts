import { RandomStream } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { softmaxKernels } from '../normalization/softmax.js';

type Attributes = { readonly numSamples: number; readonly seed: number; readonly normalized: boolean };

/** Samples of classes, by their probabilities or logits. One seed gives the same samples on any machine, other ones than the cpu backend's. */
export const multinomialKernels: KernelTable = {
  Multinomial: ownKernel<{ readonly logits: TensorInfo }, Attributes>(({ inputs: { logits }, attrs, backend }) => {
    const { numSamples: samples, seed, normalized } = attrs;
    if (logits.dtype !== 'float32' || logits.shape.length !== 2) return undefined;
    const [rows, classes] = logits.shape as [number, number];
    const probabilities = normalized
      ? backend.makeAlias(logits, logits.shape)
      : (softmaxKernels.Softmax!({ inputs: { logits }, attrs: { dim: -1 }, backend }) as TensorInfo); // of float32
    const output = backend.newTensor([rows, samples], 'int32');
    const values = backend.data.get(probabilities.dataId).values as Float32Array; // as the dtype says
    const drawn = backend.data.get(output.dataId).values as Int32Array; // likewise
    // The engine of tfjs-core draws seeds between 0 and 1.
    const uniforms = RandomStream.fromSeed(Math.floor(seed * (Number.isInteger(seed) ? 1 : 2 ** 31))).uniforms(
      rows * samples,
    );
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
};

/** The place of the first of growing numbers that is above `limit`, or the last place. */
function firstAbove(numbers: Float64Array, limit: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (limit < numbers[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}
