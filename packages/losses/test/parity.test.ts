import { valueAndGradients } from '@neurite/core';
import { expectClose, expectNoLeak, fixture, type NestedNumbers, onEachBackend } from '@neurite/testing';
import { dispose, type Scalar, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import {
  huber,
  type LossOptions,
  meanAbsoluteError,
  meanSquaredError,
  type Reduction,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
} from '../src/index.js';

type AnyLoss = (predictions: Tensor, targets: Tensor, options: LossOptions) => Tensor;

const losses: Readonly<Record<string, AnyLoss>> = {
  huber,
  meanAbsoluteError,
  meanSquaredError,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
};

type LossCase = {
  readonly name: string;
  readonly loss: string;
  readonly options: { readonly reduction: Reduction; readonly weights?: NestedNumbers };
  readonly predictions: NestedNumbers;
  readonly targets: NestedNumbers;
  readonly integer: boolean;
  readonly value: NestedNumbers;
  readonly gradient: NestedNumbers;
};

const { cases } = fixture<{ cases: LossCase[] }>('losses/losses');

function make(numbers: NestedNumbers, dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return tensor(numbers as number[][], undefined, dtype); // nested as deep as the rank
}

onEachBackend(() => {
  it('has cases of every loss', () => {
    expect(new Set(cases.map(({ loss }) => loss))).toEqual(new Set(Object.keys(losses)));
  });

  it.each(cases)('$loss gives the value and gradient of PyTorch: $name', async (one) => {
    const predictions = make(one.predictions);
    const targets = make(one.targets, one.integer ? 'int32' : 'float32');
    const { weights, ...plain } = one.options;
    const options: LossOptions = weights === undefined ? plain : { ...plain, weights: make(weights) };
    const loss = losses[one.loss]!;
    await expectNoLeak(async () => {
      const value = loss(predictions, targets, options);
      await expectClose(value, one.value, { relative: 2e-6, absolute: 1e-6 });
      const { value: total, gradients } = valueAndGradients(() => sum(loss(predictions, targets, options)) as Scalar, {
        predictions,
      });
      await expectClose(gradients.predictions, one.gradient, { relative: 2e-5, absolute: 5e-7 });
      return [value, total, gradients];
    });
    dispose([predictions, targets, ...(options.weights === undefined ? [] : [options.weights])]);
  });
});
