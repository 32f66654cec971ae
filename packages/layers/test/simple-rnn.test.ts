import { ArgumentError, inference, ShapeError, spec } from '@neurite/core';
import { fixture, onEachBackend } from '@neurite/testing';
import { zeros } from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import { type SimpleRnnOptions, simpleRnn } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase & { readonly units: number; readonly options: SimpleRnnOptions };
const { cases } = fixture<{ cases: Case[] }>('layers/simple-rnn');

testLayer({
  name: 'simpleRnn',
  blueprint: simpleRnn(3),
  input: [3, 2],
  masks: true,
  output: [3],
  parameters: { kernel: [2, 3], recurrentKernel: [3, 3], bias: [3] },
  errors: [
    {
      run: () => simpleRnn(0),
      type: ArgumentError,
      message: 'simpleRnn: `units` must be an integer of at least 1; received 0.',
    },
    {
      run: () => simpleRnn(2, { activation: 'sigmoid' as 'tanh' }),
      type: ArgumentError,
      message: "simpleRnn: `activation` must be 'tanh' or 'relu'; received 'sigmoid'.",
    },
    {
      run: () => simpleRnn(2).outputSpec(spec([4])),
      type: ShapeError,
      message: 'simpleRnn: `input` must be [time, features] without the batch axis; received [4].',
    },
    ...[
      [2, 3, 4],
      [2, 0, 2],
      [2, 2],
      [2, 3, 1, 2],
    ].map((shape) => ({
      run: (model: { forward(x: unknown, context: unknown): unknown }) => model.forward(zeros(shape), inference()),
      type: ShapeError,
      message:
        `simpleRnn: \`x\` must have shape [batch, time, 2]; received [${shape.join(', ')}]. ` +
        'Time must be at least 1, and the last axis equal the features it was built for.',
    })),
  ],
});

testLayer({
  name: 'simpleRnn with relu, backwards, every state',
  blueprint: simpleRnn(2, { activation: 'relu', goBackwards: true, returnSequences: true, useBias: false }),
  input: [3, 2],
  masks: true,
  output: [3, 2],
  parameters: { kernel: [2, 2], recurrentKernel: [2, 2] },
  gradients: { step: 1e-3 }, // a larger one steps over a kink
});

onEachBackend(() => {
  describe('simpleRnn as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(simpleRnn(one.units, one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });
});
