import { ArgumentError, build, constant, parameters, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { describe, it } from 'vitest';
import { type LstmOptions, lstm } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase & { readonly units: number; readonly options: LstmOptions };
const { cases } = fixture<{ cases: Case[] }>('layers/lstm');

testLayer({
  name: 'lstm',
  blueprint: lstm(3),
  input: [3, 2],
  masks: true,
  output: [3],
  parameters: { kernel: [2, 12], recurrentKernel: [3, 12], bias: [12] },
  errors: [
    {
      run: () => lstm(1.5),
      type: ArgumentError,
      message: 'lstm: `units` must be an integer of at least 1; received 1.5.',
    },
    {
      run: () => lstm(2, { forgetBias: Number.NaN }),
      type: ArgumentError,
      message: 'lstm: `forgetBias` must be a finite number; received NaN.',
    },
    {
      run: () => lstm(2, { forgetBias: 1, useBias: false }),
      type: ArgumentError,
      message: 'lstm: `forgetBias` must be left out where `useBias` is false; received 1.',
    },
    {
      run: () => lstm(2).outputSpec(spec([3])),
      type: ShapeError,
      message: 'lstm: `input` must be [time, features] without the batch axis; received [3].',
    },
  ],
});

testLayer({
  name: 'lstm backwards, every state',
  blueprint: lstm(2, { goBackwards: true, returnSequences: true, useBias: false }),
  input: [3, 2],
  masks: true,
  output: [3, 2],
  parameters: { kernel: [2, 8], recurrentKernel: [2, 8] },
});

onEachBackend(() => {
  describe('lstm as PyTorch', () => {
    it.each(cases.map((one, i) => [`case ${i}, ${JSON.stringify(one.options)}`, one] as const))('%s', (_, one) =>
      expectParity(lstm(one.units, one.options), one, { relative: 1e-5, absolute: 1e-5 }),
    );
  });

  it('begins with a forget gate that is open, by as much as is said', async () => {
    using usual = build(lstm(2), { input: [3, 1] });
    await expectClose(parameters(usual).get('bias')!.value, [0, 0, 1, 1, 0, 0, 0, 0]);
    using other = build(lstm(2, { forgetBias: -2, biasInitializer: constant(0.5) }), { input: [3, 1] });
    await expectClose(parameters(other).get('bias')!.value, [0.5, 0.5, -1.5, -1.5, 0.5, 0.5, 0.5, 0.5]);
  });
});
