import { ArgumentError, DtypeError, ShapeError, valueAndGradients } from '@neurite/core';
import { checkGradients, expectClose, expectNoLeak, onEachBackend, testLoss } from '@neurite/testing';
import {
  dispose,
  matMul,
  mul,
  relu,
  type Scalar,
  sum,
  type Tensor,
  tensor1d,
  tensor2d,
  zeros,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  circle,
  contrastive,
  cosineDistance,
  cosineEmbedding,
  gradientPenalty,
  infoNce,
  interpolate,
  marginRanking,
  minedTriplet,
  triplet,
} from '../src/index.js';

const first = [
  [1, 2],
  [0.5, -1],
  [3, 0.25],
];
const second = [
  [2, 1],
  [-1, 0.5],
  [1, 1],
];
const third = [
  [0, 1],
  [1, -1],
  [-2, 1],
];
const labels = [0, 1, 1, 0, 1, 0];
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((total, x, i) => total + x * b[i]!, 0);
const cosine = (a: readonly number[], b: readonly number[]): number => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
const distance = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((x, i) => x - b[i]!));
const pairs = () => ({ first: tensor2d(first), second: tensor2d(second) });
const same = [1, 0, 1];
const perPair = (f: (i: number) => number): number => [0, 1, 2].reduce((total, i) => total + f(i) / 3, 0);
const two = () => zeros([2, 3]);

describe('losses over vectors', () => {
  testLoss({
    name: 'marginRanking',
    loss: marginRanking.with({ margin: 0.5 }),
    batch: () => ({
      predictions: { first: tensor1d([2, 1, -1]), second: tensor1d([1, 3, -2]) },
      targets: tensor1d([1, 1, 0]),
    }),
    value: (0 + 2.5 + 1.5) / 3,
    errors: [
      {
        run: () => marginRanking({ first: two(), second: two() }, zeros([2])),
        type: ShapeError,
        message: 'marginRanking: `targets` must have shape [2, 3]; received [2].',
      },
    ],
  });
  testLoss({
    name: 'cosineDistance',
    loss: cosineDistance,
    batch: () => ({ predictions: tensor2d(first), targets: tensor2d(second) }),
    value: perPair((i) => 1 - cosine(first[i]!, second[i]!)),
    errors: [
      {
        run: () => cosineDistance(zeros([2]), zeros([2])),
        type: ShapeError,
        message: 'cosineDistance: `predictions` must have shape [batch, …, features]; received [2].',
      },
    ],
  });
  testLoss({
    name: 'cosineEmbedding',
    loss: cosineEmbedding.with({ margin: -0.95 }),
    batch: () => ({ predictions: pairs(), targets: tensor1d(same) }),
    value: perPair((i) => {
      const cos = cosine(first[i]!, second[i]!);
      return same[i] === 1 ? 1 - cos : Math.max(cos + 0.95, 0);
    }),
    errors: [
      {
        run: () => cosineEmbedding.with({ margin: 2 }),
        type: ArgumentError,
        message: 'cosineEmbedding: `margin` must be a finite number of at least -1 and of at most 1; received 2.',
      },
    ],
  });
  testLoss({
    name: 'contrastive',
    loss: contrastive.with({ margin: 3 }),
    batch: () => ({ predictions: pairs(), targets: tensor1d(same, 'int32') }),
    value: perPair((i) => {
      const d = distance(first[i]!, second[i]!);
      return same[i] === 1 ? d ** 2 : Math.max(3 - d, 0) ** 2;
    }),
    errors: [
      {
        run: () => contrastive({ first: two(), second: zeros([2, 2]) }, zeros([2])),
        type: ShapeError,
        message: 'contrastive: `predictions.second` must have the shape of `first`, [2, 3]; received [2, 2].',
      },
    ],
  });
  testLoss<{ anchor: Tensor; positive: Tensor; negative: Tensor }, unknown>({
    name: 'triplet',
    loss: triplet.with({ margin: 2, epsilon: 0 }),
    // Equal vectors have no direction without epsilon.
    batch: () => ({
      predictions: { anchor: tensor2d(first), positive: tensor2d(second), negative: tensor2d(third) },
      targets: undefined,
    }),
    value: perPair((i) => Math.max(distance(first[i]!, second[i]!) - distance(first[i]!, third[i]!) + 2, 0)),
    errors: [
      {
        run: () => triplet.with({ p: 0.5 }),
        type: ArgumentError,
        message: 'triplet: `p` must be a finite number of at least 1 or Infinity; received 0.5.',
      },
      {
        run: () => triplet.with({ swap: 1 as never }),
        type: ArgumentError,
        message: 'triplet: `swap` must be true or false; received 1.',
      },
      {
        run: () => triplet.with({ distance: 2 as never }),
        type: ArgumentError,
        message: 'triplet: `distance` must be a function; received 2.',
      },
      {
        run: () => triplet({ anchor: two(), positive: two() } as never, undefined),
        type: ArgumentError,
        message:
          'triplet: `predictions` must have the tensors `anchor`, `positive`, `negative`; received an object with anchor, positive. To train with options, write `loss: triplet.with({ … })`.',
      },
    ],
  });
  testLoss<{ queries: Tensor; keys: Tensor }, unknown>({
    name: 'infoNce',
    loss: infoNce.with({ temperature: 0.5, symmetric: true }),
    anyRank: false,
    comparesSamples: true,
    batch: () => ({ predictions: { queries: tensor2d(first), keys: tensor2d(second) }, targets: undefined }),
    value:
      perPair((i) => {
        const among = (of: (j: number) => number): number =>
          Math.log([0, 1, 2].reduce((total, j) => total + Math.exp(of(j) / 0.5), 0)) - of(i) / 0.5;
        return among((j) => cosine(first[i]!, second[j]!)) + among((j) => cosine(first[j]!, second[i]!));
      }) / 2,
    errors: [
      {
        run: () => infoNce({ queries: zeros([2]), keys: zeros([2]) }, undefined),
        type: ShapeError,
        message: 'infoNce: `predictions.queries` must have shape [batch, features]; received [2].',
      },
    ],
  });
  testLoss({
    name: 'circle',
    loss: circle.with({ gamma: 2, margin: 0.25 }),
    anyRank: false,
    comparesSamples: true,
    batch: () => ({ predictions: tensor2d([...first, ...second]), targets: tensor1d(labels, 'int32') }),
    value: [...first, ...second].reduce((total, vector, i, all) => {
      let [near, far] = [0, 0];
      for (const [j, other] of all.entries()) {
        const d = 1 - cosine(vector, other);
        if (labels[i] !== labels[j]) far += Math.exp(2 * Math.max(1.25 - d, 0) * (0.75 - d));
        else if (i !== j) near += Math.exp(2 * (d + 0.25) * (d - 0.25));
      }
      return total + Math.log(1 + near * far) / 6;
    }, 0),
    errors: [
      {
        run: () => circle(two(), zeros([2])),
        type: DtypeError,
        message: 'circle: `targets` must be int32; received float32.',
      },
      {
        run: () => circle(two(), zeros([3], 'int32')),
        type: ShapeError,
        message: 'circle: `targets` must have shape [2]; received [3].',
      },
    ],
  });
});

describe('mined triplets', () => {
  const vectors = [...first, ...second];
  const of = (a: number, b: number): number => distance(vectors[a]!, vectors[b]!);
  const others = (a: number, same: boolean): number[] =>
    labels.flatMap((label, i) => (i !== a && (label === labels[a]) === same ? [i] : []));
  const hinge = (a: number, p: number, n: number): number => Math.max(of(a, p) - of(a, n) + 0.5, 0);
  const semiHard = labels.flatMap((_, a) =>
    others(a, true).map((p) => {
      const farther = others(a, false).filter((n) => of(a, n) > of(a, p));
      const nearest = farther.sort((m, n) => of(a, m) - of(a, n))[0];
      return hinge(a, p, nearest ?? others(a, false).sort((m, n) => of(a, n) - of(a, m))[0]!);
    }),
  );
  const hard = labels.map((_, a) => {
    const [p] = others(a, true).sort((m, n) => of(a, n) - of(a, m));
    const [n] = others(a, false).sort((m, n) => of(a, m) - of(a, n));
    return hinge(a, p!, n!);
  });
  const all = labels.flatMap((_, a) => others(a, true).flatMap((p) => others(a, false).map((n) => hinge(a, p, n))));
  const active = all.filter((loss) => loss > 0);
  for (const [mining, losses] of Object.entries({ semiHard, hard, all, active })) {
    testLoss({
      name: `minedTriplet, ${mining}`,
      loss: minedTriplet.with({ mining: mining as 'all', margin: 0.5 }),
      anyRank: false,
      meanOverSamples: false,
      comparesSamples: true,
      batch: () => ({ predictions: tensor2d(vectors), targets: tensor1d(labels, 'int32') }),
      value: losses.reduce((total, loss) => total + loss, 0) / losses.length,
      errors: [
        {
          run: () => minedTriplet(two(), zeros([2])),
          type: DtypeError,
          message: 'minedTriplet: `targets` must be int32; received float32.',
        },
        {
          run: () => minedTriplet(zeros([2]), zeros([2], 'int32')),
          type: ShapeError,
          message: 'minedTriplet: `predictions` must have shape [batch, features]; received [2].',
        },
        {
          run: () => minedTriplet.with({ mining: 'easy' as 'hard' }),
          type: ArgumentError,
          message: "minedTriplet: `mining` must be 'semiHard', 'hard', 'all' or 'active'; received 'easy'.",
        },
        {
          run: () => minedTriplet.with({ margin: 0 }),
          type: ArgumentError,
          message: "minedTriplet: `margin` must be a finite number above 0 or 'soft'; received 0.",
        },
        {
          run: () => minedTriplet.with({ distance: 'l1' as 'cosine' }),
          type: ArgumentError,
          message: "minedTriplet: `distance` must be 'euclidean', 'squaredEuclidean' or 'cosine'; received 'l1'.",
        },
      ],
    });
  }
});

onEachBackend(() => {
  describe('minedTriplet', () => {
    it.each(['semiHard', 'hard', 'all', 'active'] as const)('is 0 where there is no triplet: %s', async (mining) => {
      for (const labels of [
        [0, 1, 2],
        [1, 1, 1],
      ]) {
        const vectors = tensor2d(first);
        const { value, gradients } = valueAndGradients(
          () => minedTriplet(vectors, tensor1d(labels, 'int32'), { mining }),
          { vectors },
        );
        await expectClose(value, 0);
        await expectClose(gradients.vectors, zeros([3, 2]));
        dispose([vectors, value, gradients]);
      }
    });

    it('has finite gradients where vectors are equal', async () => {
      const vectors = tensor2d([...first, ...first]);
      const { gradients } = valueAndGradients(() => minedTriplet(vectors, tensor1d([0, 0, 1, 1, 0, 1], 'int32')), {
        vectors,
      });
      for (const value of await gradients.vectors.data()) expect(Number.isFinite(value)).toBe(true);
    });

    it('tells vectors apart that are far from 0', async () => {
      const far = tensor2d([
        [1000, 1000],
        [1000.5, 1000],
        [1000, 1001],
      ]);
      const options = { mining: 'hard', margin: 2, reduction: 'none' } as const;
      const found = minedTriplet(far, tensor1d([0, 0, 1], 'int32'), options);
      await expectClose(found, [0.5 - 1 + 2, 0.5 - Math.sqrt(1.25) + 2, 0]);
    });
  });

  describe('circle', () => {
    it('is 0 for a sample that has nothing of its kind, or of another', async () => {
      const vectors = tensor2d(first);
      await expectClose(circle(vectors, tensor1d([0, 1, 2], 'int32')), 0);
      await expectClose(circle(vectors, tensor1d([1, 1, 1], 'int32')), 0);
      const { value, gradients } = valueAndGradients(() => circle(vectors, tensor1d([0, 1, 2], 'int32')), { vectors });
      await expectClose(gradients.vectors, zeros([3, 2]));
      dispose([vectors, value, gradients]);
    });
  });

  describe('gradientPenalty', () => {
    const weights = tensor2d([[3], [4]]);
    it('is 0 where gradients have the length that they should', async () => {
      await expectClose(
        gradientPenalty((x) => matMul(x, weights), tensor2d(first), { target: 5 }),
        0,
      );
      await expectClose(
        gradientPenalty((x) => matMul(x, weights), tensor2d(first)),
        16,
      );
    });

    it('is differentiable by the parameters of the critic', async () => {
      const [w, v, points] = [
        tensor2d([
          [1, -0.5, 0.25],
          [0.75, 2, -1],
        ]),
        tensor2d([[1], [-2], [0.5]]),
        tensor2d(first),
      ];
      const penalty = (w: Tensor, v: Tensor): Scalar => gradientPenalty((x) => matMul(relu(matMul(x, w)), v), points);
      await checkGradients((w, v) => penalty(w!, v!), [w, v]);
      await expectNoLeak(() => valueAndGradients(() => penalty(w, v), { w, v }));
    });

    it('has a finite gradient where the gradient of the critic is 0', async () => {
      const [w, points] = [tensor2d([[0], [0]]), tensor2d(first)];
      const { value, gradients } = valueAndGradients(() => gradientPenalty((x) => matMul(x, w), points), { w });
      await expectClose(value, 1);
      await expectClose(gradients.w, [[0], [0]]);
    });
  });

  it('interpolate mixes by sample', async () => {
    const [real, fake] = [tensor2d(first), tensor2d(second)];
    await expectClose(interpolate({ real, fake }, tensor1d([1, 0, 0.5])), [first[0]!, second[1]!, [2, 0.625]]);
    await expectClose(sum(mul(interpolate({ real, fake: real }, tensor1d([0.3, 0, 1])), 1)), sum(real));
  });
});
