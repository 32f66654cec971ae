import { tensorsOf, valueAndGradients } from '@neurite/core';
import {
  expectClose,
  expectNoLeak,
  fixture,
  fixtureNumbers,
  fixtureTensors,
  type Json,
  type NestedNumbers,
  onEachBackend,
} from '@neurite/testing';
import { dispose, type Scalar, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import * as exported from '../src/index.js';

type LossCase = {
  readonly name: string;
  readonly loss: string;
  readonly options: Readonly<Record<string, Json>>;
  readonly predictions: Json;
  readonly targets: Json;
  readonly value: Json;
  readonly gradient: Json;
};
type AnyLoss = exported.LossFunction<object, unknown, unknown>;

const losses = Object.entries(exported).filter(([, value]) => typeof value === 'function' && 'explain' in value);
const files = ['classification', 'regression', 'embedding', 'segmentation', 'ctc'];
const cases = files.flatMap((file) => fixture<{ cases: LossCase[] }>(`losses/${file}`).cases);

it('has cases of every loss', () => {
  expect(new Set(cases.map(({ loss }) => loss))).toEqual(new Set(losses.map(([name]) => name)));
});

onEachBackend(() => {
  describe.each(losses)('%s gives value and gradient of the reference', (name, loss) => {
    it.each(cases.filter((one) => one.loss === name))('$name', async (one) => {
      const [predictions, targets] = [fixtureTensors(one.predictions), fixtureTensors(one.targets)];
      const { weights, ...plain } = fixtureNumbers(one.options) as { weights?: NestedNumbers };
      const options = weights === undefined ? plain : { ...plain, weights: tensor(weights as number[]) };
      const evaluate = (): Tensor =>
        (loss as unknown as AnyLoss)(predictions, targets, options as { reduction: 'none' });
      await expectNoLeak(async () => {
        const value = evaluate();
        await expectClose(value, fixtureNumbers(one.value) as NestedNumbers, { relative: 4e-6, absolute: 2e-6 });
        const of = Object.fromEntries([...tensorsOf(predictions)].map(([path, x]) => [path || 'x', x]));
        const { value: total, gradients } = valueAndGradients(() => sum<Scalar>(evaluate()), of);
        const expected = tensorsOf(fixtureTensors(one.gradient));
        for (const [path, gradient] of Object.entries(gradients)) {
          const wanted = expected.get(path === 'x' ? '' : path)!;
          await expectClose(gradient, await wanted.array(), { relative: 3e-5, absolute: 2e-6 });
        }
        dispose([...expected.values()]);
        return [value, total, gradients];
      });
      dispose([...tensorsOf([predictions, targets, options]).values()]);
    });
  });
});
