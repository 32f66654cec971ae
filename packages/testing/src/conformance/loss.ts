import { type Loss, RandomStream, sizeOf, valueAndGradients } from '@neurite/core';
import { mul, slice, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks } from '../check.js';
import { checkGradients, type GradientCheckOptions } from '../check-gradients.js';
import { expectClose, type Tolerance } from '../expect-close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { type ExpectedError, errorChecks } from './expected-error.js';

/** What a loss promises, for `testLoss`. */
export type LossConformance = {
  readonly name: string;
  readonly loss: Loss;
  /** Makes a batch of at least two samples; keep it small and away from kinks. */
  readonly batch: () => { readonly predictions: Tensor; readonly targets: Tensor };
  /** The loss of that batch. */
  readonly value: number;
  /** Whether the loss is the mean of the losses of the samples. Default true. */
  readonly meanOverSamples?: boolean;
  readonly gradients?: GradientCheckOptions;
  readonly tolerance?: Tolerance;
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

/** Declares the tests that every loss passes, on each backend: value, batches, gradients, leaks, extremes, errors. */
export function testLoss(conformance: LossConformance): void {
  testChecks(conformance.name, lossChecks(conformance));
}

/** The checks that `testLoss` declares. */
export function lossChecks(conformance: LossConformance): Check[] {
  const { loss, batch, value, meanOverSamples = true, gradients = {}, tolerance = {}, errors = [] } = conformance;
  /** The batch with other predictions. */
  const withPredictions = (f: (i: number) => number): { predictions: Tensor; targets: Tensor } => {
    const { predictions, targets } = batch();
    const numbers = Float32Array.from({ length: predictions.size }, (_, i) => f(i));
    return { predictions: tensor(numbers, predictions.shape), targets };
  };
  return [
    {
      name: 'gives a float32 scalar with the right value',
      run: async () => {
        const { predictions, targets } = batch();
        const found = loss(predictions, targets);
        expect([found.dtype, found.rank]).toEqual(['float32', 0]);
        await expectClose(found, value, tolerance);
      },
    },
    ...(meanOverSamples
      ? [
          {
            name: 'is the mean of the losses of the samples',
            run: async () => {
              const { predictions, targets } = batch();
              const samples = predictions.shape[0]!;
              let total = 0;
              for (let i = 0; i < samples; i++) total += (await loss(row(predictions, i), row(targets, i)).data())[0]!;
              await expectClose(loss(predictions, targets), total / samples, tolerance);
            },
          },
        ]
      : []),
    {
      name: 'has the gradient of the differences by its predictions',
      run: () => {
        const { predictions, targets } = batch();
        return checkGradients((x) => loss(x!, targets), [predictions], gradients);
      },
    },
    {
      name: 'leaves nothing behind',
      run: async () => {
        const { predictions, targets } = batch();
        await expectNoLeak(() => loss(predictions, targets));
        await expectNoLeak(() => valueAndGradients(() => loss(predictions, targets), { predictions }));
        await predictions.data();
        await targets.data();
      },
    },
    {
      name: 'is finite at ±1e4, and so is its gradient',
      run: async () => {
        const random = RandomStream.fromSeed(1);
        for (const size of [() => 1e4, () => -1e4, () => (random.uniform() < 0.5 ? -1e4 : 1e4)]) {
          const { predictions, targets } = withPredictions(size);
          const { value, gradients } = valueAndGradients(() => loss(predictions, targets), { predictions });
          const numbers = [...(await value.data()), ...(await gradients.predictions.data())];
          assert.isTrue(numbers.every(Number.isFinite), `value and gradient: ${numbers}`);
        }
      },
    },
    {
      name: 'hides no NaN',
      run: async () => {
        const { predictions, targets } = withPredictions((i) => (i === 0 ? Number.NaN : 0.5));
        await expectClose(loss(predictions, targets), Number.NaN);
      },
    },
    {
      name: 'carries the factor of what is made of it into the gradient',
      run: async () => {
        const { predictions, targets } = batch();
        const once = valueAndGradients(() => loss(predictions, targets), { predictions });
        const thrice = valueAndGradients(() => tidy(() => mul(loss(predictions, targets), 3)), { predictions });
        await expectClose(thrice.gradients.predictions, await mul(once.gradients.predictions, 3).array(), tolerance);
      },
    },
    ...errorChecks(errors),
  ];
}

function row(batch: Tensor, index: number): Tensor {
  const [, ...sizes] = batch.shape;
  assert.isAtLeast(sizeOf(batch.shape), 2, 'a batch of two samples');
  return slice(batch, [index, ...sizes.map(() => 0)], [1, ...sizes]);
}
