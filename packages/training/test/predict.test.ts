import { ArgumentError, type Context, type HostArray, hostArray, inference, Module, ShapeError } from '@neurite/core';
import { expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { add, mul, type Tensor, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { predict } from '../src/index.js';
import { lineBatches, shuffled, Two } from './support/toys.js';

class Weighted extends Module<{ a: Tensor; b: Tensor }, Tensor> {
  readonly batches: number[] = [];
  override forward({ a, b }: { a: Tensor; b: Tensor }, _context: Context): Tensor {
    this.batches.push(a.shape[0]!);
    return add(a, mul(b, 10));
  }
}

onEachBackend(() => {
  describe('predict', () => {
    it('says batch by batch what the model says to all', async () => {
      using model = new Two();
      const [{ x }] = lineBatches(23, 23) as unknown as [{ x: HostArray<'float32'> }];
      const all = tensor2d(x.data, [23, 3]);
      const expected = model.forward(all, inference());
      for (const batchSize of [1, 5, 23, 100]) {
        const predicted = await predict(model, all, { batchSize });
        await expectClose(predicted, expected);
        predicted.dispose();
        await expectNoLeak(() => predict(model, x, { batchSize }));
      }
      const fromBatches = await predict(model, lineBatches(23, 4));
      await expectClose(fromBatches, expected);
      await expectNoLeak(() => predict(model, shuffled(lineBatches(23, 4))));
      expect(all.isDisposed).toBe(false);
      for (const tensor of [all, expected, fromBatches]) tensor.dispose();
    });

    it('takes a million samples, and joins thousands of batches', async () => {
      class Double extends Module<Tensor, Tensor> {
        override forward(x: Tensor): Tensor {
          return mul(x, 2);
        }
      }
      const samples = Float32Array.from({ length: 1_000_000 }, (_, i) => i % 1000);
      const predicted = await predict(new Double(), hostArray(samples));
      const values = await predicted.data();
      expect([values.length, values[999_999], values[500_001]]).toEqual([1_000_000, 1998, 2]);
      predicted.dispose();
    });

    it('takes several inputs', async () => {
      const model = new Weighted();
      const b = tensor1d([1, 2, 3]);
      const predicted = await predict(model, { a: hostArray(Float32Array.of(4, 5, 6), [3]), b }, { batchSize: 2 });
      await expectClose(predicted, [14, 25, 36]);
      expect(model.batches).toEqual([2, 1]);
      predicted.dispose();
      b.dispose();
    });
  });
});

describe('predict refuses', () => {
  it('a batch size below 1, no batches, and no batch axis', async () => {
    const model = new Weighted();
    await expectError(
      () => predict(model, [], { batchSize: 0 }),
      ArgumentError,
      'predict: `batchSize` must be an integer of at least 1; received 0.',
    );
    await expectError(
      () => predict(model, shuffled([])),
      ArgumentError,
      'predict: `x` must have at least one batch; received none.',
    );
    await expectError(
      () => predict(model, hostArray(Float32Array.of(1), [])),
      ShapeError,
      'predict: `x` must have a batch axis with at least one sample; received shape []. Call .batch(size) on the dataset.',
    );
  });
});
