import { fusedSoftmaxCrossEntropy } from '@neurite/ops';
import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { at, fill, gathered, type Nd } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';
import { logSumExp } from '../../special-functions.js';
import { crossEntropies } from '../losses.js';

const run = (logits: Tensor2D, labels: Tensor2D | Tensor1D) => fusedSoftmaxCrossEntropy(logits, labels);

function given(shape: readonly number[], ...values: number[]): Nd {
  return { shape, data: Float64Array.from(values, Math.fround), dtype: 'float32' };
}

/** −log p of the class of each row; NaN where it does not exist. */
function ofClasses(logits: Nd, labels: Nd): Nd {
  const sums = gathered(logits, [1]).rows.map(logSumExp);
  return fill(labels.shape, ([row]) => {
    const label = labels.data[row!]!;
    return label < 0 || label >= logits.shape[1]! ? Number.NaN : sums[row!]! - at(logits, [row!, label]);
  });
}

/** Losses in one kernel. */
export const losses: readonly OperationSpec[] = [
  {
    name: 'fusedSoftmaxCrossEntropy',
    without: ['infinite', 'none'],
    draw: (draw) => {
      const shape = draw.shape(2);
      return { inputs: [draw.floats(shape), draw.floats(shape, 0, 1)], run, reference: crossEntropies };
    },
  },
  {
    name: 'fusedSoftmaxCrossEntropy, many classes',
    calls: 1,
    draw: (draw) => {
      const shape = [33, 129];
      return { inputs: [draw.floats(shape, -30, 30), draw.floats(shape, 0, 1)], run, reference: crossEntropies };
    },
  },
  {
    name: 'fusedSoftmaxCrossEntropy, masked classes',
    calls: 1,
    draw: () => {
      const masked = Number.NEGATIVE_INFINITY;
      return {
        // The differences of the second row overflow float32.
        inputs: [given([3, 3], masked, 1, 2, 3e38, -3e38, 0, 0, masked, 0), { ...given([3], 1, 0, 2), dtype: 'int32' }],
        run,
        reference: ofClasses,
      };
    },
  },
  {
    name: 'fusedSoftmaxCrossEntropy, classes',
    without: ['infinite', 'none'],
    draw: (draw) => {
      const [rows, classes] = [draw.size(3, 6), draw.size()];
      return {
        inputs: [draw.floats([rows, classes]), draw.integers([rows], classes)],
        run,
        reference: ofClasses,
      };
    },
  },
  {
    name: 'fusedSoftmaxCrossEntropy, classes that do not exist',
    // A sum of losses, some of which are NaN, has no derivative.
    derivatives: 'none',
    without: ['infinite', 'none'],
    draw: (draw) => ({
      inputs: [draw.floats([4, 3]), { ...given([4], 2, 3, 0, -1), dtype: 'int32' }],
      run,
      reference: ofClasses,
    }),
  },
];
