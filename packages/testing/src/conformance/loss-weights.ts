import { type Loss, lossValue, RandomStream, type TensorTree } from '@neurite/core';
import { add, gather, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { assert, expect } from 'vitest';
import { type Check, when } from '../check.js';
import { expectClose, type Tolerance } from '../expect-close.js';
import { expectNoLeak } from '../expect-no-leak.js';
import { lossAndGradients } from '../internal/loss-and-gradients.js';
import { leaves, samplesAt, samplesOf, withLeaves } from '../internal/tensor-tree.js';
import { withFirstSample } from '../internal/with-first-sample.js';

/** A batch of a loss: tensors, or lists or records of them. */
export type LossBatch<Tree extends TensorTree = Tensor, Targets = Tree> = {
  readonly predictions: Tree;
  readonly targets: Targets;
};

type WeightedLoss<Tree extends TensorTree, Targets> = {
  readonly loss: Loss<Tree, Targets>;
  readonly terms: NonNullable<Loss<Tree, Targets>['terms']>;
  readonly batch: () => LossBatch<Tree, Targets>;
  readonly tolerance: Tolerance;
  readonly comparesSamples: boolean;
};

/** The checks of a loss that takes weights: [batch], for its samples. */
export function lossWeightChecks<Tree extends TensorTree, Targets>({
  loss,
  terms,
  batch,
  tolerance,
  comparesSamples,
}: WeightedLoss<Tree, Targets>): Check[] {
  return [
    {
      name: 'sees nothing of a sample of weight 0, neither in value nor in gradient',
      run: async () => {
        const { predictions, targets } = batch();
        const rest = Array.from({ length: samplesOf(predictions) - 1 }, (_, i) => i + 1);
        const [known, truth] = [samplesAt(predictions, rest), samplesAt(targets, rest)];
        const without = lossAndGradients(() => loss(known, truth), known);
        for (const hidden of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
          const broken = {
            predictions: await brokenSample(predictions, () => hidden),
            targets: await brokenSample(targets, ({ dtype }) => (dtype === 'float32' ? hidden : -100)),
          };
          const weights = tensor1d([0, ...rest.map(() => 2)]);
          const found = lossAndGradients(
            () => loss(broken.predictions, broken.targets, { weights }),
            broken.predictions,
          );
          await expectClose(found.value, await without.value.array(), tolerance);
          for (const [i, gradient] of found.gradients.entries()) {
            const [zero, ...others] = [...(await perSample(gradient))];
            assert.isTrue(
              zero!.every((value) => value === 0),
              `gradient at weight 0: ${zero}`,
            );
            await expectClose(others.flat(), await without.gradients[i]!.data(), tolerance);
          }
        }
      },
    },
    ...when(!comparesSamples, {
      name: 'counts a sample of weight 3 as three of it',
      run: async () => {
        const { predictions, targets } = batch();
        const indices = Array.from({ length: samplesOf(predictions) }, (_, i) => i);
        for (const dtype of ['float32', 'int32'] as const) {
          const weights = tensor1d([3, ...indices.slice(1).map(() => 1)], dtype);
          const repeated = [0, 0, ...indices];
          await expectClose(
            loss(predictions, targets, { weights }),
            await loss(samplesAt(predictions, repeated), samplesAt(targets, repeated)).array(),
            tolerance,
          );
        }
      },
    }),
    ...when(!comparesSamples, {
      name: 'has terms that add up over any split',
      run: async () => {
        const { predictions, targets } = batch();
        const random = RandomStream.fromSeed(2);
        const indices = Array.from({ length: samplesOf(predictions) }, (_, i) => i);
        for (const weights of [undefined, tensor1d(indices.map((i) => (i === 1 ? 0 : 0.25 + random.uniform())))]) {
          const part = (chosen: readonly number[]) =>
            terms(samplesAt(predictions, chosen), samplesAt(targets, chosen), {
              weights: weights && gather(weights, tensor1d([...chosen], 'int32')),
            });
          const whole = await loss(predictions, targets, { weights }).array();
          await expectClose(lossValue(terms(predictions, targets, { weights })), whole, tolerance);
          for (let cut = 1; cut < indices.length; cut++) {
            const [first, second] = [part(indices.slice(0, cut)), part(indices.slice(cut))];
            const together = { total: add(first.total, second.total), weight: add(first.weight, second.weight) };
            await expectClose(lossValue(together), whole, tolerance);
          }
        }
      },
    }),
    {
      name: 'is 0 with a gradient of 0 where all weights are 0, and so are its terms',
      run: async () => {
        const { predictions, targets } = batch();
        const weights = tensor1d(Array.from({ length: samplesOf(predictions) }, () => 0));
        const found = lossAndGradients(() => loss(predictions, targets, { weights }), predictions);
        const { total, weight } = terms(predictions, targets, { weights });
        for (const tensor of [found.value, ...found.gradients, total, weight]) {
          assert.isTrue((await tensor.data()).every((value) => value === 0));
        }
        expect(total.shape).toEqual(weight.shape);
      },
    },
    {
      name: 'is NaN where a weight is below 0, so that two of them do not cancel out',
      run: async () => {
        const { predictions, targets } = batch();
        const indices = Array.from({ length: samplesOf(predictions) }, (_, i) => i);
        for (const wrong of [-1, Number.NaN]) {
          const weights = tensor1d(indices.map((i) => (i === 1 ? wrong : 1)));
          await expectClose(loss(predictions, targets, { weights }), Number.NaN);
        }
      },
    },
    {
      name: 'leaves nothing behind with weights',
      run: async () => {
        const { predictions, targets } = batch();
        const weights = tensor1d(Array.from({ length: samplesOf(predictions) }, (_, i) => i));
        await expectNoLeak(() => loss(predictions, targets, { weights }));
        await expectNoLeak(() => terms(predictions, targets, { weights }));
        await expectNoLeak(() => lossAndGradients(() => loss(predictions, targets, { weights }), predictions));
        await weights.data();
      },
    },
  ];
}

/** A batch whose first sample is one value all over, which depends on the tensor. */
async function brokenSample<Tree>(batch: Tree, value: (tensor: Tensor) => number): Promise<Tree> {
  return withLeaves(batch, await Promise.all(leaves(batch).map((one) => withFirstSample(one, value(one)))));
}

/** The values of each sample. */
async function perSample(batch: Tensor): Promise<readonly (readonly number[])[]> {
  const values = [...(await batch.data())];
  const size = batch.size / batch.shape[0]!;
  return Array.from({ length: batch.shape[0]! }, (_, i) => values.slice(i * size, (i + 1) * size));
}
