import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { sum, tensor, tensor1d, tensor2d, tensor3d, tidy, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  checkWeights,
  DtypeError,
  maskWeightless,
  ShapeError,
  spreadWeights,
  valueAndGradients,
} from '../src/index.js';

onEachBackend(() => {
  describe('maskWeightless', () => {
    it('replaces what stands at weight 0, whatever it is, and keeps the dtypes', async () => {
      const predictions = tensor3d([1, Number.NaN, Number.NEGATIVE_INFINITY, 4, 5, 6], [3, 1, 2]);
      const labels = tensor2d([7, -100, 9], [3, 1], 'int32');
      for (const dtype of ['float32', 'int32', 'bool'] as const) {
        const weights = tensor1d([1, 0, 1], dtype);
        const all = tensor1d([0, 1, 1], dtype);
        await expectNoLeak(async () => {
          const masked = maskWeightless([predictions, labels], all);
          const middle = maskWeightless([labels], weights);
          await expectClose(masked[0], [[[0, 0]], [[Number.NEGATIVE_INFINITY, 4]], [[5, 6]]]);
          await expectClose(middle[0], [[7], [0], [9]]);
          expect([masked[0].dtype, masked[1].dtype]).toEqual(['float32', 'int32']);
          return [masked, middle];
        });
      }
    });

    it('lets no gradient through at weight 0', async () => {
      const x = tensor2d([1, Number.NaN, 3, 4], [2, 2]);
      const weights = tensor1d([0, 0.5]);
      const { value, gradients } = valueAndGradients(() => tidy(() => sum(maskWeightless([x], weights)[0])), { x });
      await expectClose(value, 7);
      await expectClose(gradients.x, [
        [0, 0],
        [1, 1],
      ]);
    });
  });

  it('spreadWeights adds axes of size 1', async () => {
    expect(spreadWeights(tensor2d([1, 2], [1, 2]), 4).shape).toEqual([1, 2, 1, 1]);
    expect(spreadWeights(tensor1d([1, 2]), 1).shape).toEqual([2]);
  });
});

describe('checkWeights', () => {
  it('takes the shape of what is weighed, or its first axes', () => {
    for (const shape of [[2], [2, 3], [2, 3, 4]]) checkWeights('loss', zeros(shape), [2, 3, 4]);
  });

  it('tells what it does not take', async () => {
    for (const weights of [zeros([3]), zeros([2, 3, 4]), tensor([1], [])]) {
      await expectError(
        () => checkWeights('loss', weights, [2, 3]),
        ShapeError,
        `loss: \`weights\` must have the shape of what they weigh, [2, 3], or of its first axes; received [${weights.shape.join(', ')}].`,
      );
    }
    await expectError(
      () => checkWeights('loss', tensor1d(['a']), [1]),
      DtypeError,
      'loss: `weights` must be float32, int32 or bool; received string.',
    );
  });
});
