import { ArgumentError, DtypeError, NumericError, RandomStream, ShapeError, valueAndGradients } from '@neurite/core';
import { checkGradients, expectClose, expectError, onEachBackend, testLoss } from '@neurite/testing';
import { dispose, type Scalar, sum, type Tensor, tensor1d, tensor2d, tensor3d, zeros } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type CtcTargets, ctc } from '../src/index.js';

/** −log Σ over every path of classes that becomes the labels when repetitions and blanks are removed, in float64. */
function byPaths(logits: readonly (readonly number[])[], labels: readonly number[], blank: number): number {
  const probabilities = logits.map((row) => {
    const exps = row.map(Math.exp);
    return exps.map((exp) => exp / exps.reduce((total, one) => total + one, 0));
  });
  let total = 0;
  const walk = (path: readonly number[], p: number): void => {
    if (path.length < logits.length) {
      for (const [k, own] of probabilities[path.length]!.entries()) walk([...path, k], p * own);
    } else if (String(path.filter((k, i) => k !== path[i - 1]).filter((k) => k !== blank)) === String(labels))
      total += p;
  };
  walk([], 1);
  return -Math.log(total);
}

const random = RandomStream.fromSeed(3);
const logits = [0, 1].map(() => Array.from({ length: 5 }, () => [...random.normals(3)]));
const labels = [
  [1, 1, 7],
  [2, 1, 2],
];
const int = (values: number[]): Tensor => tensor1d(values, 'int32');
const truth = (): { labels: Tensor; labelLengths: Tensor; inputLengths: Tensor } => ({
  labels: tensor2d(labels, undefined, 'int32'),
  labelLengths: int([2, 3]),
  inputLengths: int([4, 5]),
});
const values = [byPaths(logits[0]!.slice(0, 4), [1, 1], 0), byPaths(logits[1]!, [2, 1, 2], 0)];

describe('ctc', () => {
  testLoss<Tensor, ReturnType<typeof truth>>({
    name: 'ctc',
    loss: ctc,
    batch: () => ({ predictions: tensor3d(logits), targets: truth() }),
    value: (values[0]! + values[1]!) / 2,
    anyRank: false,
    twiceDifferentiable: false,
    errors: [
      {
        run: () => ctc(zeros([2, 5]), truth()),
        type: ShapeError,
        message: 'ctc: `logits` must have shape [batch, time, classes]; received [2, 5].',
      },
      {
        run: () => ctc(zeros([2, 5, 3]), truth(), { blank: 3 }),
        type: ShapeError,
        message: 'ctc: `logits` must have more than 3 classes, for the blank is one of them; received [2, 5, 3].',
      },
      {
        run: () => ctc(zeros([3, 5, 3]), truth()),
        type: ShapeError,
        message: 'ctc: `targets.labels` must have shape [3, labels] with at least one label; received [2, 3].',
      },
      {
        run: () => ctc(zeros([2, 5, 3]), { labels: zeros([2, 3]) }),
        type: DtypeError,
        message: 'ctc: `targets.labels` must be int32; received float32.',
      },
      {
        run: () => ctc(zeros([2, 5, 3]), { ...truth(), inputLengths: int([5]) }),
        type: ShapeError,
        message: 'ctc: `targets.inputLengths` must have shape [2]; received [1].',
      },
      {
        run: () => ctc.with({ blank: -1 }),
        type: ArgumentError,
        message: 'ctc: `blank` must be an integer of at least 0; received -1.',
      },
      {
        run: () => ctc.with({ perLabel: 1 as never }),
        type: ArgumentError,
        message: 'ctc: `perLabel` must be true or false; received 1.',
      },
    ],
  });

  onEachBackend(() => {
    it('is the sum over all paths, for any blank', async () => {
      for (const blank of [0, 1, 2]) {
        const [a, b] = [0, 1, 2].filter((k) => k !== blank) as [number, number];
        const own = [
          [a, b],
          [b, b],
        ];
        const found = ctc(
          tensor3d(logits),
          { labels: tensor2d(own, undefined, 'int32') },
          { blank, reduction: 'none' },
        );
        await expectClose(found, [byPaths(logits[0]!, own[0]!, blank), byPaths(logits[1]!, own[1]!, blank)]);
      }
    });

    it('takes masked logits', async () => {
      const masked = tensor3d(logits.map((rows) => rows.map(([a, b]) => [a!, b!, Number.NEGATIVE_INFINITY])));
      const targets: CtcTargets = { labels: tensor2d([1, 1], [2, 1], 'int32') };
      const { value, gradients } = valueAndGradients(() => ctc(masked, targets), { masked });
      const wanted = logits.map((rows) =>
        byPaths(
          rows.map((row) => row.slice(0, 2)),
          [1],
          0,
        ),
      );
      await expectClose(value, (wanted[0]! + wanted[1]!) / 2);
      expect((await gradients.masked.data()).every(Number.isFinite)).toBe(true);
    });

    it('is infinite where there is no alignment, or counts 0 without a gradient', async () => {
      const x = tensor3d(logits);
      const targets = { ...truth(), inputLengths: int([2, 5]) };
      await expectClose(ctc(x, targets, { reduction: 'none' }), [Number.POSITIVE_INFINITY, values[1]!]);
      const loss = (): Scalar => ctc(x, targets, { zeroInfinity: true });
      const { value, gradients } = valueAndGradients(loss, { x });
      await expectClose(value, values[1]! / 2);
      const gradient = await gradients.x.data();
      expect(gradient.slice(0, 15)).toEqual(new Float32Array(15));
      expect(gradient.slice(15).every((g) => Number.isFinite(g) && g !== 0)).toBe(true);
      dispose([x, value, gradients]);
    });

    it('is NaN for a label outside of the classes, but not for what is after the length', async () => {
      const targets = {
        labels: tensor2d(
          [
            [1, -1],
            [2, 3],
          ],
          undefined,
          'int32',
        ),
        labelLengths: int([1, 2]),
      };
      const found = await ctc(tensor3d(logits), targets, { reduction: 'none' }).data();
      expect([Number.isFinite(found[0]), found[1]]).toEqual([true, Number.NaN]);
    });

    it('says that it has no second derivative', async () => {
      const x = tensor3d(logits);
      const gradient = (): Scalar => sum(valueAndGradients(() => ctc(x, truth()), { x }).gradients.x);
      await expectError(() => valueAndGradients(gradient, { x }), NumericError, 'ctc: it has no second derivative.');
    });

    it('stays exact over a long sequence', async () => {
      const time = 120;
      const long = tensor3d(random.normals(time * 4), [1, time, 4]);
      const targets = {
        labels: tensor2d(
          Int32Array.from({ length: 30 }, (_, i) => 1 + (i % 3)),
          [1, 30],
          'int32',
        ),
      };
      const loss = (x: Tensor): Scalar => ctc(x, targets);
      await checkGradients((x) => loss(x!), [long], { elements: 2, relative: 3e-2 });
      dispose(long);
    });
  });
});
