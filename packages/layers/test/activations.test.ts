import { type AnyRank, ArgumentError, build, inference, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { sum, tensor2d } from '@tensorflow/tfjs-core';
import { describe, it } from 'vitest';
import * as layers from '../src/index.js';
import { gelu, leakyRelu, relu, sigmoid, silu, softmax, tanh } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

const makers = layers as unknown as Readonly<Record<string, (options: never) => AnyRank>>; // those that the cases name
const { cases } = fixture<{ cases: (ParityCase & { name: string; options: never })[] }>('layers/activations');

const shapes = { input: [2, 4], output: [2, 4], masks: true };

for (const blueprint of [relu(), sigmoid(), tanh(), silu()]) testLayer({ name: blueprint.name, blueprint, ...shapes });

testLayer({
  name: 'leakyRelu',
  blueprint: leakyRelu({ negativeSlope: 0.3 }),
  ...shapes,
  errors: [
    {
      run: () => leakyRelu({ negativeSlope: Number.NaN }),
      type: ArgumentError,
      message: 'leakyRelu: `negativeSlope` must be a finite number; received NaN.',
    },
  ],
});

for (const approximation of ['none', 'tanh'] as const) {
  testLayer({
    name: `gelu, approximation: ${approximation}`,
    blueprint: gelu({ approximation }),
    ...shapes,
    errors: [
      {
        run: () => gelu({ approximation: 'erf' as 'none' }),
        type: ArgumentError,
        message: "gelu: `approximation` must be 'none' or 'tanh'; received 'erf'.",
      },
    ],
  });
}

testLayer({
  name: 'softmax',
  blueprint: softmax(),
  ...shapes,
  errors: [
    {
      run: () => softmax().outputSpec(spec([])),
      type: ShapeError,
      message: 'softmax: `input` must be […, classes] without the batch axis; received [].',
    },
  ],
});

onEachBackend(() => {
  describe('activations as PyTorch', () => {
    it.each(cases.map((one, i) => [`${one.name} ${JSON.stringify(one.options)} ${i}`, one] as const))('%s', (_, one) =>
      expectParity(makers[one.name]!(one.options), one, { relative: 1e-5, absolute: 2e-6 }),
    );
  });

  it('softmax sums to 1 where exponents overflow', async () => {
    using model = build(softmax(), { input: [3] });
    const y = model.forward(
      tensor2d([
        [1e4, 1e4, -1e4],
        [-1e4, -1e4, -1e4],
      ]),
      inference(),
    );
    await expectClose(y, [
      [0.5, 0.5, 0],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
    await expectClose(sum(y, -1), [1, 1]);
  });
});
