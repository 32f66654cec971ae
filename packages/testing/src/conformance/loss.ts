import { type Loss, mapTensors, RandomStream, type TensorTree } from '@neurite/core';
import { add, concat, expandDims, mul, reshape, type Scalar, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, testChecks, when } from '../check.js';
import { checkGradients, type GradientCheckOptions } from '../check-gradients.js';
import { expectClose, type Tolerance } from '../expect-close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { lossAndGradients } from '../internal/loss-and-gradients.js';
import { leaves, samplesAt, samplesOf, withLeaves } from '../internal/tensor-tree.js';
import { type ExpectedError, errorChecks } from './expected-error.js';
import { type LossBatch, lossWeightChecks } from './loss-weights.js';

/** What a loss promises, for `testLoss`. */
export type LossConformance<Tree extends TensorTree = Tensor, Targets = Tree> = {
  readonly name: string;
  readonly loss: Loss<Tree, Targets>;
  /** Makes a batch of at least two samples; keep it small and away from kinks. */
  readonly batch: () => LossBatch<Tree, Targets>;
  /** The loss of that batch. */
  readonly value: number;
  /** Whether the loss is the mean of the losses of the samples. Default true. */
  readonly meanOverSamples?: boolean;
  /** Whether an axis after that of the batch changes nothing. Default true. */
  readonly anyRank?: boolean;
  /** Whether the samples of a batch are compared with one another, so that the cut into batches matters. Default false. */
  readonly comparesSamples?: boolean;
  /** Predictions at which value and gradient must be finite: the ends of their range. Default ±1e4. */
  readonly extremes?: readonly [number, number];
  readonly gradients?: GradientCheckOptions;
  /** Whether the gradient can be differentiated once more. Default true. */
  readonly twiceDifferentiable?: boolean;
  readonly tolerance?: Tolerance;
  /** Calls that must fail. */
  readonly errors?: readonly ExpectedError[];
};

/**
 * Declares the tests that every loss passes, on each backend: value, batches, ranks, gradients, leaks, extremes, errors;
 * and where it has `terms`, weights.
 */
export function testLoss<Tree extends TensorTree = Tensor, Targets = Tree>(
  conformance: LossConformance<Tree, Targets>,
): void {
  testChecks(conformance.name, lossChecks(conformance));
}

/** The checks that `testLoss` declares. */
export function lossChecks<Tree extends TensorTree, Targets>(conformance: LossConformance<Tree, Targets>): Check[] {
  const { loss, batch, value, gradients = {}, tolerance = {}, errors = [] } = conformance;
  const { meanOverSamples = true, anyRank = true, comparesSamples = false, extremes = [-1e4, 1e4] } = conformance;
  const { twiceDifferentiable = true } = conformance;
  /** The batch with other predictions. */
  const withPredictions = (f: (i: number) => number): LossBatch<Tree, Targets> => {
    const { predictions, targets } = batch();
    const filled = (old: Tensor): Tensor =>
      tensor(
        Float32Array.from({ length: old.size }, (_, i) => f(i)),
        old.shape,
      );
    return { predictions: mapTensors(predictions, filled), targets };
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
    ...when(meanOverSamples && !comparesSamples, {
      name: 'is the mean of the losses of the samples',
      run: async () => {
        const { predictions, targets } = batch();
        const samples = samplesOf(predictions);
        assert.isAtLeast(samples, 2, 'samples of the batch');
        let total = 0;
        for (let i = 0; i < samples; i++) {
          total += (await loss(samplesAt(predictions, [i]), samplesAt(targets, [i])).data())[0]!;
        }
        await expectClose(loss(predictions, targets), total / samples, tolerance);
      },
    }),
    ...when(anyRank, {
      name: 'takes another axis after that of the batch',
      run: async () => {
        const { predictions, targets } = batch();
        const deeper = <T>(tree: T): T => mapTensors(tree, (tensor) => expandDims(tensor, 1));
        await expectClose(loss(deeper(predictions), deeper(targets)), value, tolerance);
      },
    }),
    {
      name: 'has the gradient of the differences by its predictions',
      run: () => {
        const { predictions, targets } = batch();
        const by = (...tensors: Tensor[]): Scalar => loss(withLeaves(predictions, tensors), targets);
        return checkGradients(by, leaves(predictions), gradients);
      },
    },
    ...when(twiceDifferentiable, {
      name: 'has the second derivative of the differences',
      run: () => {
        const { predictions, targets } = batch();
        const by = (...tensors: Tensor[]): Tensor => {
          const { gradients } = lossAndGradients(() => loss(withLeaves(predictions, tensors), targets), tensors);
          // Connected in any case: a gradient that is constant depends on nothing.
          return concat(gradients.map((gradient, i) => reshape(add(gradient, mul(tensors[i]!, 0)), [-1])));
        };
        return checkGradients(by, leaves(predictions), gradients);
      },
    }),
    {
      name: 'leaves nothing behind',
      run: async () => {
        const { predictions, targets } = batch();
        await expectNoLeak(() => loss(predictions, targets));
        await expectNoLeak(() => lossAndGradients(() => loss(predictions, targets), predictions));
        for (const tensor of [...leaves(predictions), ...leaves(targets)]) await tensor.data();
      },
    },
    {
      name: `is finite at ${extremes.join(' and ')}, and so is its gradient`,
      run: async () => {
        const random = RandomStream.fromSeed(1);
        for (const size of [() => extremes[1], () => extremes[0], () => extremes[random.uniform() < 0.5 ? 0 : 1]]) {
          const { predictions, targets } = withPredictions(size);
          const { value, gradients } = lossAndGradients(() => loss(predictions, targets), predictions);
          const numbers = [...(await value.data())];
          for (const gradient of gradients) numbers.push(...(await gradient.data()));
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
        const once = lossAndGradients(() => loss(predictions, targets), predictions);
        const thrice = lossAndGradients(() => tidy(() => mul(loss(predictions, targets), 3)), predictions);
        for (const [i, gradient] of once.gradients.entries()) {
          await expectClose(thrice.gradients[i]!, await mul(gradient, 3).array(), tolerance);
        }
      },
    },
    ...(loss.terms === undefined
      ? []
      : lossWeightChecks({ loss, terms: loss.terms, batch, tolerance, comparesSamples })),
    ...errorChecks(errors),
  ];
}
