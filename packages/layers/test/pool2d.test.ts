import { ArgumentError, build, inference, RandomStream, ShapeError, spec } from '@neurite/core';
import { expectClose, fixture, onEachBackend } from '@neurite/testing';
import { gather, reshape, type Tensor, type Tensor4D, tensor, zeros } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { averagePool2d, globalAveragePool2d, type MaxPool2dOptions, maxPool2d, type Size2d } from '../src/index.js';
import { expectParity, type ParityCase } from './parity.js';
import { testLayer } from './test-layer.js';

type Case = ParityCase &
  (
    | { readonly kind: 'max' | 'average'; readonly poolSize: Size2d; readonly options: MaxPool2dOptions }
    | { readonly kind: 'global' }
  );
const { cases } = fixture<{ cases: Case[] }>('layers/pool2d');

for (const [name, pool2d] of Object.entries({ maxPool2d, averagePool2d })) {
  testLayer({
    name,
    blueprint: pool2d([2, 3], { strides: [2, 1] }),
    input: [4, 5, 2],
    output: [2, 3, 2],
    // The cpu kernel of tfjs compares with `>`, which no NaN passes.
    propagatesNaN: pool2d !== maxPool2d,
    errors: [
      {
        run: () => pool2d(0),
        type: ArgumentError,
        message:
          `${name}: \`poolSize\` must be an integer of at least 1, or one for each of height and width; ` +
          'received 0.',
      },
      {
        run: () => pool2d(2, { strides: [1, -1] }),
        type: ArgumentError,
        message:
          `${name}: \`strides\` must be an integer of at least 1, or one for each of height and width; ` +
          'received [1, -1].',
      },
      {
        run: () => pool2d(3).outputSpec(spec([2, 4, 1])),
        type: ShapeError,
        message:
          `${name}: \`input\` must be at least 3 in height and 3 in width, as its window is; received [2, 4, 1]. ` +
          "Use a smaller window, or padding: 'same'.",
      },
      {
        run: (model) => model.forward(zeros([2, 5]), inference()),
        type: ShapeError,
        message: `${name}: \`x\` must have shape [batch, height, width, channels]; received [2, 5].`,
      },
    ],
  });
  testLayer({
    name: `${name} with padding`,
    blueprint: pool2d(2, { padding: 'same' }),
    input: [3, 3, 2],
    output: [2, 2, 2],
    propagatesNaN: pool2d !== maxPool2d,
  });
}

testLayer({
  name: 'globalAveragePool2d',
  blueprint: globalAveragePool2d(),
  input: [3, 2, 2],
  output: [2],
  errors: [
    {
      run: () => globalAveragePool2d().outputSpec(spec([4])),
      type: ShapeError,
      message: 'globalAveragePool2d: `input` must be [height, width, channels] without the batch axis; received [4].',
    },
    {
      run: (model) => model.forward(zeros([2, 5]), inference()),
      type: ShapeError,
      message: 'globalAveragePool2d: `x` must have shape [batch, height, width, channels]; received [2, 5].',
    },
  ],
});

onEachBackend(() => {
  describe('pooling as PyTorch', () => {
    it.each(cases.map((one) => [titleOf(one), one] as const))('%s', (_, one) => {
      if (one.kind === 'global') return expectParity(globalAveragePool2d(), one);
      const pool2d = one.kind === 'max' ? maxPool2d : averagePool2d;
      return expectParity(pool2d(one.poolSize, one.options), one);
    });
  });

  it('globalAveragePool2d does not see the order of the pixels', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          seed: fc.nat(1000),
          height: fc.integer({ min: 1, max: 5 }),
          width: fc.integer({ min: 1, max: 5 }),
          channels: fc.integer({ min: 1, max: 4 }),
        }),
        async ({ seed, height, width, channels }) => {
          using model = build(globalAveragePool2d(), { input: [height, width, channels] });
          const random = RandomStream.fromSeed(seed);
          const pixels = tensor(random.normals(2 * height * width * channels), [2, height * width, channels]);
          const order = Int32Array.from(random.permutation(height * width));
          const image = (x: Tensor): Tensor4D => reshape(x, [2, height, width, channels]);
          const y = model.forward(image(pixels), inference());
          const again = model.forward(image(gather(pixels, order, 1)), inference());
          await expectClose(again, await y.array());
        },
      ),
      { numRuns: 20 },
    ));

  it('a maximum of numbers below 0 is below 0', async () => {
    using model = build(maxPool2d(2, { padding: 'same' }), { input: [1, 3, 1] });
    await expectClose(model.forward(tensor([-3, -2, -5], [1, 1, 3, 1]) as Tensor4D, inference()), [[[[-2], [-5]]]]);
  });
});

function titleOf(one: Case): string {
  return one.kind === 'global' ? 'global' : `${one.kind} ${one.poolSize} ${JSON.stringify(one.options)}`;
}
