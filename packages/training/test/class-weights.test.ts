import { build, type Context, childContext, hostArray, Module, Parameter, stateDict } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { dense } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { sgd } from '@neurite/optimizers';
import { onEachBackend } from '@neurite/testing';
import { scalar, type Tensor2D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fit } from '../src/index.js';
import { lineBatches, squaredError, Two } from './support/toys.js';

onEachBackend(() => {
  describe('weights of classes', () => {
    it('are those of their samples, as if rare samples came more often', async () => {
      const samples = (classes: number[]) =>
        fromArrays({
          x: hostArray(Float32Array.from(classes.flatMap((of) => [of, 1 - of])), [classes.length, 2]),
          y: hostArray(Int32Array.from(classes), [classes.length]),
        });
      const weightOf = [1, 3];
      const train = async (data: ReturnType<typeof samples>, weighted: boolean): Promise<number[]> => {
        using model = build(dense(2), { input: [2], seed: 1 });
        const options = { epochs: 5, loss: softmaxCrossEntropy, optimizer: sgd({ learningRate: 0.5 }) };
        if (weighted) {
          const withWeights = data.map((sample) => ({ ...sample, weights: weightOf[sample.y.data[0]!]! }));
          await fit(model, withWeights.batch(8), options);
        } else await fit(model, data.batch(8), options);
        return Object.values(stateDict(model)).flatMap((tensor) => [...tensor.dataSync()]);
      };
      const weighted = await train(samples([0, 0, 0, 1]), true);
      const repeated = await train(samples([0, 0, 0, 1, 1, 1]), false);
      for (const [i, value] of weighted.entries()) expect(value).toBeCloseTo(repeated[i]!, 5);
    });
  });

  describe('a parameter that the loss does not depend on', () => {
    class Spare extends Module<Tensor2D, Tensor2D> {
      readonly used = new Two();
      readonly spare = new Parameter(scalar(2));
      override forward(x: Tensor2D, context: Context): Tensor2D {
        return this.used.forward(x, childContext(context, 'used'));
      }
    }

    it('is an error, and with `allowUnused` it stays as it is', async () => {
      using model = new Spare();
      const options = { epochs: 1, loss: squaredError, optimizer: sgd({ learningRate: 0.01 }) };
      await expect(fit(model, lineBatches(), options)).rejects.toThrow(/received `spare`/);
      const before = [...model.used.first.kernel.value.dataSync()];
      await fit(model, lineBatches(), { ...options, allowUnused: true });
      expect(model.spare.value.dataSync()[0]).toBe(2);
      expect([...model.used.first.kernel.value.dataSync()]).not.toEqual(before);
    });
  });
});
