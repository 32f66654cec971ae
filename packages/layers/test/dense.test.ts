import { ArgumentError, build, constant, inference, ShapeError } from '@neurite/core';
import { expectClose, fixture, onEachBackend, testModule } from '@neurite/testing';
import { type Tensor2D, tensor2d, zeros } from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { type DenseOptions, dense } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';

type Case = ParityCase & { readonly units: number; readonly options: DenseOptions };
const { cases } = fixture<{ cases: Case[] }>('layers/dense');

testModule({
  name: 'dense',
  blueprint: dense(3),
  inputShape: [4],
  outputShape: [3],
  parameters: { kernel: [4, 3], bias: [3] },
  errors: [
    {
      run: () => dense(0),
      type: ArgumentError,
      message: 'dense: `units` must be a whole number of at least 1; received 0.',
    },
    {
      run: () => dense(2.5),
      type: ArgumentError,
      message: 'dense: `units` must be a whole number of at least 1; received 2.5.',
    },
    {
      run: () => dense(10).outputShape([28, 28, 1]),
      type: ShapeError,
      message:
        'dense: `inputShape` must be [features], whole numbers of at least 1 without the batch axis; ' +
        'received [28, 28, 1].',
    },
    {
      run: (model) => model.forward(zeros([2, 5]), inference()),
      type: ShapeError,
      message:
        'dense: `x` must have shape [batch, 4]; received [2, 5]. ' +
        'The last axis must equal the features it was built for.',
    },
    {
      run: (model) => model.forward(zeros([2, 3, 4]), inference()),
      type: ShapeError,
      message:
        'dense: `x` must have shape [batch, 4]; received [2, 3, 4]. ' +
        'The last axis must equal the features it was built for.',
    },
  ],
});

testModule({
  name: 'dense without bias',
  blueprint: dense(2, { useBias: false }),
  inputShape: [3],
  outputShape: [2],
  parameters: { kernel: [3, 2] },
});

onEachBackend(() => {
  describe('dense as PyTorch', () => {
    it.each(cases.map((one) => [`${one.units} ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(dense(one.units, one.options), one),
    );
  });

  it('starts as its initializers say', async () => {
    const options = { kernelInitializer: constant(2), biasInitializer: constant(3) };
    using model = build(dense(2, options), { inputShape: [3] });
    await expectClose(model.forward(tensor2d([[1, 2, 3]]) as Tensor2D, inference()), [[15, 15]]);
  });
});
