import { ArgumentError, build, constant, parameters, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { describe, it } from 'vitest';
import { type GruOptions, gru } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase & { readonly units: number; readonly options: GruOptions };
const { cases } = fixture<{ cases: Case[] }>('layers/gru');

testLayer({
  name: 'gru',
  blueprint: gru(3),
  input: [3, 2],
  masks: true,
  output: [3],
  parameters: { kernel: [2, 9], recurrentKernel: [3, 9], bias: [9], recurrentBias: [3] },
  errors: [
    {
      run: () => gru(-1),
      type: ArgumentError,
      message: 'gru: `units` must be an integer of at least 1; received -1.',
    },
    {
      run: () => gru(2).outputSpec(spec([3, 2, 1])),
      type: ShapeError,
      message: 'gru: `input` must be [time, features] without the batch axis; received [3, 2, 1].',
    },
  ],
});

testLayer({
  name: 'gru backwards, every state',
  blueprint: gru(2, { goBackwards: true, returnSequences: true, useBias: false }),
  input: [3, 2],
  masks: true,
  output: [3, 2],
  parameters: { kernel: [2, 6], recurrentKernel: [2, 6] },
});

onEachBackend(() => {
  describe('gru as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(gru(one.units, one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  it('begins both biases as their initializer says', async () => {
    using model = build(gru(1, { biasInitializer: constant(0.5) }), { input: [3, 1] });
    await expectClose(parameters(model).get('bias')!.value, [0.5, 0.5, 0.5]);
    await expectClose(parameters(model).get('recurrentBias')!.value, [0.5]);
  });
});
