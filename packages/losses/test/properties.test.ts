import { lossValue, valueAndGradients } from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import {
  add,
  dispose,
  gather,
  mul,
  reshape,
  type Scalar,
  type Tensor,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boxIou,
  circle,
  dice,
  infoNce,
  jaccard,
  type LossFunction,
  logCosh,
  multiLabelMargin,
  multiMargin,
  poisson,
  quantile,
  sigmoidFocalCrossEntropy,
  smoothL1,
  softmaxCrossEntropy,
  softmaxFocalCrossEntropy,
  tversky,
} from '../src/index.js';

const row = fc.array(
  fc.integer({ min: -24, max: 24 }).map((x) => x / 4),
  { minLength: 3, maxLength: 3 },
);
const rows = fc.array(
  fc.record({ scores: row, label: fc.integer({ min: 0, max: 2 }), weight: fc.integer({ min: 0, max: 3 }) }),
  {
    minLength: 2,
    maxLength: 7,
  },
);

/** Losses of rows, by labels, or by numbers of the same shape. */
const byLabel: Readonly<Record<string, LossFunction>> = {
  'softmaxCrossEntropy of weighted classes': softmaxCrossEntropy.with({
    classWeights: [2, 0.5, 1],
    labelSmoothing: 0.2,
  }),
  'softmaxCrossEntropy of two classes and an ignored one': softmaxCrossEntropy.with({ ignoreIndex: 1 }),
  softmaxFocalCrossEntropy: softmaxFocalCrossEntropy.with({ gamma: 0.5 }),
  multiMargin: multiMargin.with({ p: 2 }),
};
const byHot: Readonly<Record<string, LossFunction>> = {
  dice,
  jaccard,
  tversky: tversky.with({ alpha: 0.2, gamma: 0.75 }),
  logCosh,
  multiLabelMargin,
  poisson,
  quantile: quantile.with({ quantile: [0.1, 0.5, 0.9] }),
  sigmoidFocalCrossEntropy: sigmoidFocalCrossEntropy.with({ alpha: 0.3, gamma: 0.5 }),
  smoothL1,
};

onEachBackend(() => {
  describe.each([
    ...Object.entries(byLabel).map(([name, loss]) => [name, loss, false] as const),
    ...Object.entries(byHot).map(([name, loss]) => [name, loss, true] as const),
  ])('%s', (_name, loss, isHot) => {
    it('adds up over any cut and order, and counts weights as repetitions', async () => {
      await fc.assert(
        fc.asyncProperty(rows, fc.integer({ min: 1, max: 6 }), async (samples, cut) => {
          const set = (some: typeof samples): [Tensor, Tensor] => [
            tensor2d(
              some.flatMap(({ scores }) => scores),
              [some.length, 3],
            ),
            isHot
              ? tensor2d(
                  some.flatMap(({ label }) => [0, 1, 2].map((c) => Number(c === label))),
                  [some.length, 3],
                )
              : tensor1d(
                  some.map(({ label }) => label),
                  'int32',
                ),
          ];
          const [x, y] = set(samples);
          const weights = tensor1d(samples.map(({ weight }) => weight));
          const whole = loss.terms(x, y, { weights });
          const backwards = tensor1d([...samples.keys()].reverse(), 'int32');
          const part = (from: number, to: number): { total: Tensor; weight: Tensor } => {
            const index = tensor1d([...samples.keys()].reverse().slice(from, to), 'int32');
            return loss.terms(gather(x, index), gather(y, index), { weights: gather(weights, index) });
          };
          const at = Math.min(cut, samples.length - 1);
          const [first, second] = [part(0, at), part(at, samples.length)];
          const tolerance = { relative: 1e-4, absolute: 1e-4 };
          await expectClose(add(first.total, second.total), await whole.total.array(), tolerance);
          await expectClose(add(first.weight, second.weight), await whole.weight.array(), tolerance);
          const repeated = samples.flatMap((one) => Array.from({ length: one.weight }, () => one));
          if (repeated.length > 0) {
            await expectClose(loss(...set(repeated)), await lossValue(whole).array(), tolerance);
          }
          const gradient = valueAndGradients(() => loss(x, y, { weights }), { x }).gradients.x;
          const reversed = gather(x, backwards);
          const other = valueAndGradients(
            () => loss(reversed, gather(y, backwards), { weights: gather(weights, backwards) }),
            {
              reversed,
            },
          ).gradients.reversed;
          await expectClose(gather(other, backwards), await gradient.array(), tolerance);
          expect((await gradient.data()).every(Number.isFinite)).toBe(true);
        }),
        { numRuns: 12 },
      );
    });
  });

  it('infoNce and circle do not depend on the order of the batch, nor on lengths', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (samples) => {
        const vectors = tensor2d(
          samples.flatMap(({ scores }) => scores),
          [samples.length, 3],
        );
        const labels = tensor1d(
          samples.map(({ label }) => label),
          'int32',
        );
        const order = tensor1d([...samples.keys()].reverse(), 'int32');
        const others = reshape(
          gather(reshape(vectors, [-1]), tensor1d([...Array(vectors.size).keys()].reverse(), 'int32')),
          vectors.shape,
        );
        const losses = (x: Tensor, z: Tensor, y: Tensor): Scalar[] => [
          infoNce({ queries: x, keys: z }, undefined, { symmetric: true }),
          circle(x, y, { gamma: 4 }),
        ];
        const [first, second] = [
          losses(vectors, others, labels),
          losses(mul(gather(vectors, order), 3), gather(others, order), gather(labels, order)),
        ];
        for (const [i, loss] of first.entries())
          await expectClose(second[i]!, await loss.array(), { relative: 1e-3, absolute: 1e-4 });
        dispose([vectors, labels, order, others, first, second]);
      }),
      { numRuns: 12 },
    );
  });

  it('boxIou is 0 for equal boxes, and does not change when boxes are moved and scaled together', async () => {
    const box = fc.tuple(
      ...[0, 0, 1, 1].map((least) => fc.integer({ min: 4 * least, max: 4 * least + 40 }).map((x) => x / 4)),
    );
    await fc.assert(
      fc.asyncProperty(box, box, fc.integer({ min: 1, max: 8 }), async (a, b, scale) => {
        const corners = ([x, y, w, h]: number[]): number[] => [x!, y!, x! + w!, y! + h!];
        const moved = (of: number[]): Tensor => tensor2d([corners(of).map((value) => value * scale + 7)]);
        for (const kind of ['iou', 'generalized', 'distance', 'complete'] as const) {
          await expectClose(boxIou(moved(a), moved(a), { kind }), 0, { absolute: 1e-5 });
          const own = boxIou(tensor2d([corners(a)]), tensor2d([corners(b)]), { kind });
          await expectClose(boxIou(moved(a), moved(b), { kind }), await own.array(), {
            relative: 1e-3,
            absolute: 1e-4,
          });
        }
      }),
      { numRuns: 15 },
    );
  });
});
