import {
  ArgumentError,
  type Batch,
  freeze,
  type HostArray,
  type HostMetric,
  type HostValue,
  hostArray,
  type Loss,
  type Metric,
  Module,
  Parameter,
  ShapeError,
} from '@neurite/core';
import { huber, meanSquaredError, softmaxCrossEntropy, weighted } from '@neurite/losses';
import { accuracy } from '@neurite/metrics';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import {
  add,
  div,
  matMul,
  max,
  mul,
  reshape,
  scalar,
  squaredDifference,
  sum,
  type Tensor,
  type Tensor2D,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { evaluate, fit, predict } from '../src/index.js';
import { Affine, lineBatches, momentum, near, squaredError } from './support/toys.js';

type Numbers = HostArray<'float32'>;
type WeightedBatch = Batch<Numbers, Numbers, Numbers>;

/** Says 0 to everything, so that the loss of a sample is its y². */
function zero(): Affine {
  const model = new Affine(1, 1);
  model.kernel.assign(tensor2d([0], [1, 1]));
  freeze(model, 'kernel');
  return model;
}

const batch = (ys: number[], weights: number[]): WeightedBatch => ({
  x: hostArray(new Float32Array(ys.length), [ys.length, 1]),
  y: hostArray(Float32Array.from(ys), [ys.length, 1]),
  weights: hostArray(Float32Array.from(weights)),
});

const data = [batch([1, 1, 1, 1], [1, 1, 1, 1]), batch([Math.sqrt(2), Number.NaN, 9, 9], [4, 0, 0, 0])];

/** A loss of one's own, with a third parameter. */
const byHand: Loss<Tensor, Tensor> = (predictions, targets, { weights } = {}) =>
  tidy(() => {
    const column = weights === undefined ? scalar(1) : reshape(weights, [-1, 1]);
    return div(sum(mul(column, squaredDifference(predictions, targets))), sum(column));
  });

const still = momentum(0);

onEachBackend(() => {
  describe('weights of samples', () => {
    it('add up over batches exactly: Σ weight · loss / Σ weight, in fit, validation and evaluate', async () => {
      using model = zero();
      // (4 · 1 + 4 · 2) / 8, where the mean of the means would be the same; then three to one.
      const others = [...data, batch([3], [4])];
      const expected = (4 * 1 + 4 * 2 + 4 * 9) / 12;
      const options = { loss: meanSquaredError, metrics: { near } };
      const history = await fit(model, others, { ...options, optimizer: still, epochs: 1, validation: others });
      expect(history.epochs[0]!.loss).toBeCloseTo(expected, 5);
      expect(history.epochs[0]!.validation!.loss).toBeCloseTo(expected, 5);
      expect((await evaluate(model, others, options)).loss).toBeCloseTo(expected, 5);
    });

    it('of 0 hide what stands there from the gradient too, and a batch without weight changes nothing', async () => {
      using model = zero();
      const [bias] = await Promise.all([model.bias.value.data()]);
      await fit(model, [batch([Number.NaN, 5], [0, 0])], {
        loss: meanSquaredError,
        optimizer: momentum(0.1),
        epochs: 1,
      });
      expect(await model.bias.value.data()).toEqual(bias);
      await fit(model, [data[1]!], { loss: meanSquaredError, optimizer: momentum(0.5), epochs: 1 });
      // From 0, half of the gradient 2 · (0 − √2).
      expect((await model.bias.value.data())[0]).toBeCloseTo(Math.sqrt(2), 5);
    });

    it('are given to a loss that reads them, and refused by one that does not', async () => {
      using model = zero();
      const finite = [data[0]!, batch([2, 2], [3, 1])];
      const history = await fit(model, finite, { loss: byHand, optimizer: still, epochs: 1 });
      expect(history.epochs[0]!.loss).toBeCloseTo((4 * 1 + 4 * 4) / 8, 5);
      await expectNoLeak(() =>
        expectError(
          () => fit(model, finite, { loss: squaredError, optimizer: still, epochs: 1 }),
          ArgumentError,
          'train step (step 1, batch 1 of epoch 1): `loss` must take the weights that the batch has; received one that reads none. ' +
            'Give it a third parameter { weights }, or take a loss of @neurite/losses.',
        ).then(() => {}),
      );
    });

    it('reach metrics', async () => {
      using model = zero();
      const seen: (number[] | undefined)[] = [];
      const watch: Metric = {
        name: 'watch',
        statistics: (_, __, { weights } = {}) => {
          seen.push(weights && [...weights.dataSync()]);
          return { one: scalar(1) };
        },
        value: ({ one }) => one![0]!,
      };
      await evaluate(model, data, { metrics: { watch } });
      await evaluate(model, lineBatches(1, 1), { metrics: { watch } }).catch(() => {});
      expect(seen.slice(0, 2)).toEqual([
        [1, 1, 1, 1],
        [4, 0, 0, 0],
      ]);
    });

    it('have as many samples as the inputs', async () => {
      using model = zero();
      await expectNoLeak(() =>
        expectError(
          () => evaluate(model, [batch([1, 2], [1])], { loss: meanSquaredError }),
          ShapeError,
          'evaluate (batch 1): `weights` must have as many samples as `x`, 2; received 1. The first axis of both is the batch axis.',
        ).then(() => {}),
      );
    });
  });

  describe('metrics', () => {
    it('combine as they say: the largest, the smallest, all in order', async () => {
      using model = zero();
      const extremes: Metric<readonly number[]> = {
        name: 'extremes',
        combine: { largest: 'maximum', smallest: 'minimum', all: 'concat' },
        statistics: (_, targets) =>
          tidy(() => ({
            largest: max(targets),
            smallest: mul(max(mul(targets, -1)), -1),
            all: reshape(targets, [-1]),
          })),
        value: ({ largest, smallest, all }) => [largest![0]!, smallest![0]!, ...all!],
      };
      const parts = [batch([1, 5], [1, 1]), batch([-2], [1]), batch([3], [1])];
      const options = { loss: meanSquaredError, metrics: { extremes } };
      const expected = [5, -2, 1, 5, -2, 3];
      expect((await evaluate(model, parts, options)).metrics.extremes).toEqual(expected);
      const history = await fit(model, parts, { ...options, optimizer: still, epochs: 1, accumulate: 2 });
      expect(history.epochs[0]!.metrics.extremes).toEqual(expected);
      expectTypeOf(history.epochs[0]!.metrics.extremes).toEqualTypeOf<readonly number[]>();
    });

    it('may work on the host, on records and lists', async () => {
      const seen: HostValue[] = [];
      const lengths: HostMetric<number, number> = {
        name: 'lengths',
        start: () => 0,
        add: (total, predictions, targets, { weights } = {}) => {
          seen.push(predictions, targets, ...(weights === undefined ? [] : [weights]));
          return total + ((targets as { readonly words: HostArray }).words.shape[1] ?? 0);
        },
        value: (total) => total,
      };
      class Both extends Module<Tensor2D, { readonly words: Tensor; readonly parts: readonly Tensor[] }> {
        readonly weight = new Parameter(scalar(2));
        override forward(x: Tensor2D) {
          return tidy(() => ({ words: mul(x, this.weight.value), parts: [add(x, 1), add(x, 2)] }));
        }
      }
      using model = new Both();
      const words = hostArray(Int32Array.of(1, 2, 3), [1, 3]);
      const one = { x: hostArray(Float32Array.of(5), [1, 1]), y: { words }, weights: hostArray(Float32Array.of(1)) };
      await expectNoLeak(async () => {
        const { metrics } = await evaluate(model, [one, one], { metrics: { lengths } });
        expect(metrics.lengths).toBe(6);
      });
      const number = (value: number): HostArray => hostArray(Float32Array.of(value), [1, 1]);
      expect(seen.slice(0, 3)).toEqual([
        { words: number(10), parts: [number(6), number(7)] },
        { words },
        hostArray(Float32Array.of(1)),
      ]);
    });
  });

  describe('several inputs and outputs', () => {
    type Inputs = { readonly image: Tensor2D; readonly sizes: readonly [Tensor2D, Tensor2D] };
    type Outputs = { readonly kind: Tensor2D; readonly box: Tensor2D };

    class TwoHeads extends Module<Inputs, Outputs> {
      readonly kind = new Parameter(tensor2d([0.1, -0.2, 0.3, 0.4], [2, 2]));
      readonly box = new Parameter(tensor2d([0.5, 0.25], [2, 1]));
      override forward({ image, sizes: [a, b] }: Inputs): Outputs {
        return tidy(() => {
          const x = add(image, mul(a, b)) as Tensor2D;
          return {
            kind: matMul(x, this.kind.value as Tensor2D),
            box: matMul(x, this.box.value as Tensor2D),
          };
        });
      }
    }

    const numbers = (...values: number[]): Numbers => hostArray(Float32Array.from(values), [values.length / 2, 2]);
    const one = (seed: number) => ({
      x: { image: numbers(seed, 1, 2, 3), sizes: [numbers(1, 2, 3, 4), numbers(2, 1, 0, seed)] as const },
      y: { kind: hostArray(Int32Array.of(0, 1)), box: hostArray(Float32Array.of(1, seed), [2, 1]) },
      weights: { box: hostArray(Float32Array.of(1, 0.5)) },
    });
    const loss = weighted({ kind: softmaxCrossEntropy, box: [0.5, huber] });
    const ofKind: Metric<number, Outputs, { readonly kind: Tensor }> = {
      name: 'accuracy of kind',
      statistics: ({ kind }, targets) => accuracy.statistics(kind, targets.kind),
      value: (totals) => accuracy.value(totals),
    };

    it('are trained, evaluated and predicted as records and lists', async () => {
      using model = new TwoHeads();
      const batches = [one(1), one(2)];
      await expectNoLeak(async () => {
        const before = await evaluate(model, batches, { loss, metrics: { ofKind } });
        const history = await fit(model, batches, { loss, metrics: { ofKind }, optimizer: momentum(0.01), epochs: 30 });
        expect(history.epochs[0]!.loss).toBeLessThan(before.loss! * 1.5);
        expect(history.epochs.at(-1)!.loss).toBeLessThan(before.loss! / 2);
        expect(history.epochs.at(-1)!.metrics.ofKind).toBe(1);
        const { kind, box } = await predict(model, batches[0]!.x, { batchSize: 1 });
        const both = await predict(model, batches);
        expect([kind.shape, box.shape, both.box.shape]).toEqual([
          [2, 2],
          [2, 1],
          [4, 1],
        ]);
        return { kind, box, both };
      });
    });

    it('have losses that add up part by part', async () => {
      using model = new TwoHeads();
      const both = await evaluate(model, [one(1), one(2)], { loss });
      const values = await Promise.all(
        [one(1), one(2)].map(async (part) => (await evaluate(model, [part], { loss })).loss),
      );
      // Weights of the boxes are the same in each batch, so that here the mean of the parts is that of the whole.
      expect(both.loss).toBeCloseTo((values[0]! + values[1]!) / 2, 5);
    });
  });
});
