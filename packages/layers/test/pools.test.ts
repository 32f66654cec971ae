import {
  ArgumentError,
  build,
  inference,
  RandomStream,
  randomKeys,
  ShapeError,
  spec,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { mul, type Rank, range, reshape, sum, type Tensor4D, tile, zeros } from '@tensorflow/tfjs-core';
import { assert, expect, it } from 'vitest';
import {
  adaptiveAveragePool1d,
  adaptiveAveragePool2d,
  adaptiveAveragePool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  averagePool1d,
  averagePool3d,
  fractionalMaxPool2d,
  fractionalMaxPool3d,
  globalAveragePool1d,
  globalAveragePool3d,
  globalMaxPool1d,
  globalMaxPool2d,
  globalMaxPool3d,
  lpPool1d,
  lpPool2d,
  lpPool3d,
  maxPool1d,
  maxPool3d,
} from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('pools');

// The cpu kernels of tfjs compare with `>`, which no NaN passes.
const ofMaxima = { propagatesNaN: false };
const sequences = { input: [4, 2], output: [2, 2] };
const images = { input: [2, 3, 1], output: [1, 2, 1] };
const volumes = { input: [2, 2, 3, 1], output: [1, 1, 2, 1] };

testLayer({ name: 'maxPool1d', blueprint: maxPool1d(2), ...sequences, ...ofMaxima });
testLayer({
  name: 'maxPool1d with gaps, over the end',
  blueprint: maxPool1d(2, { strides: 3, dilation: 2, ceilMode: true }),
  ...sequences,
  ...ofMaxima,
});
testLayer({
  name: 'fractionalMaxPool2d',
  blueprint: fractionalMaxPool2d(2, { outputSize: [2, 1] }),
  input: [4, 3, 1],
  output: [2, 1, 1],
  ...ofMaxima,
  errors: [
    {
      run: () => fractionalMaxPool2d(2, {}),
      type: ArgumentError,
      message: 'fractionalMaxPool2d: `options` must have one of `outputSize` and `outputRatio`; received none.',
    },
    {
      run: () => fractionalMaxPool2d(2, { outputSize: 2, outputRatio: 0.5 }),
      type: ArgumentError,
      message:
        'fractionalMaxPool2d: `options` must have one of `outputSize` and `outputRatio`; received `outputSize`, `outputRatio`.',
    },
    {
      run: () => fractionalMaxPool2d(2, { outputRatio: [0.5, 1] }),
      type: ArgumentError,
      message: 'fractionalMaxPool2d: `outputRatio` must be a finite number above 0 and below 1; received 1.',
    },
    {
      run: () => fractionalMaxPool2d(2, { outputSize: 4 }).outputSpec(spec([4, null, 1])),
      type: ShapeError,
      message: 'fractionalMaxPool2d: `input` must have room for 4 windows of 2 in height; received [4, null].',
    },
  ],
});
testLayer({
  name: 'fractionalMaxPool3d',
  blueprint: fractionalMaxPool3d([1, 2, 1], { outputRatio: 0.6 }),
  input: [2, 4, 2, 1],
  output: [1, 2, 1, 1],
  ...ofMaxima,
});
testLayer({
  name: 'averagePool1d',
  blueprint: averagePool1d(3, { strides: 2, padding: 1, countPadding: true }),
  ...sequences,
  errors: [
    {
      run: () => averagePool1d(2, { padding: 2 }),
      type: ArgumentError,
      message: 'averagePool1d: `padding` must be smaller than the window; received 2.',
    },
    {
      run: () => averagePool1d(2, { padding: 'same', ceilMode: true }),
      type: ArgumentError,
      message:
        "averagePool1d: `ceilMode` must be false where padding is 'same', which lets all windows reach over the end; " +
        'received true.',
    },
    {
      run: () => averagePool1d(2, { dilation: 2 } as never),
      type: ArgumentError,
      message: 'averagePool1d: `options` must be among `strides`, `padding`, `ceilMode`; received `dilation`.',
    },
    {
      run: () => averagePool1d(3).outputSpec(spec([2, 1])),
      type: ShapeError,
      message:
        'averagePool1d: `input` must be at least 3 in time, as its window is; received [2, 1]. ' +
        "Use a smaller window, or padding: 'same'.",
    },
  ],
});
testLayer({
  name: 'lpPool1d',
  blueprint: lpPool1d(2, 2),
  ...sequences,
  errors: [
    {
      run: () => lpPool1d(0.5, 2),
      type: ArgumentError,
      message: 'lpPool1d: `p` must be a finite number of at least 1; received 0.5.',
    },
  ],
});
testLayer({ name: 'lpPool2d', blueprint: lpPool2d(1, 2, { strides: 1 }), ...images });
testLayer({ name: 'maxPool3d', blueprint: maxPool3d(2, { strides: 1 }), ...volumes, ...ofMaxima });
testLayer({ name: 'averagePool3d', blueprint: averagePool3d(2, { strides: 1 }), ...volumes });
testLayer({ name: 'lpPool3d', blueprint: lpPool3d(2, 2, { strides: 1 }), ...volumes });

testLayer({ name: 'globalAveragePool1d', blueprint: globalAveragePool1d(), input: [null, 2], output: [2] });
testLayer({ name: 'globalAveragePool3d', blueprint: globalAveragePool3d(), input: [1, 2, 2, 2], output: [2] });
testLayer({
  name: 'globalMaxPool1d',
  blueprint: globalMaxPool1d(),
  input: [3, 2],
  output: [2],
  ...ofMaxima,
  errors: [
    {
      run: (model) => model.forward(zeros([2, 3]), inference()),
      type: ShapeError,
      message: 'globalMaxPool1d: `x` must have shape [batch, time, channels]; received [2, 3].',
    },
  ],
});
testLayer({ name: 'globalMaxPool2d', blueprint: globalMaxPool2d(), input: [2, 2, 2], output: [2], ...ofMaxima });
testLayer({ name: 'globalMaxPool3d', blueprint: globalMaxPool3d(), input: [1, 2, 2, 2], output: [2], ...ofMaxima });

testLayer({
  name: 'adaptiveAveragePool1d',
  blueprint: adaptiveAveragePool1d(2),
  input: [3, 2],
  output: [2, 2],
  errors: [
    {
      run: () => adaptiveAveragePool1d(0),
      type: ArgumentError,
      message: 'adaptiveAveragePool1d: `outputSize` must be an integer of at least 1; received 0.',
    },
  ],
});
testLayer({ name: 'adaptiveMaxPool1d', blueprint: adaptiveMaxPool1d(2), input: [3, 2], output: [2, 2], ...ofMaxima });
testLayer({
  name: 'adaptiveAveragePool2d',
  blueprint: adaptiveAveragePool2d([1, 2]),
  input: [2, 3, 1],
  output: [1, 2, 1],
});
testLayer({
  name: 'adaptiveMaxPool2d',
  blueprint: adaptiveMaxPool2d([1, 2]),
  input: [2, 3, 1],
  output: [1, 2, 1],
  ...ofMaxima,
});
testLayer({
  name: 'adaptiveAveragePool3d',
  blueprint: adaptiveAveragePool3d([1, 2, 1]),
  input: [1, 3, 2, 1],
  output: [1, 2, 1, 1],
});
testLayer({
  name: 'adaptiveMaxPool3d',
  blueprint: adaptiveMaxPool3d([1, 2, 1]),
  input: [1, 3, 2, 1],
  output: [1, 2, 1, 1],
  ...ofMaxima,
});

onEachBackend(() => {
  it('fractional windows are drawn for each sample and channel, begin at the start and end at the end', async () => {
    using model = build(fractionalMaxPool2d([1, 2], { outputSize: [5, 1] }), { input: [10, 2, 3] });
    const x = tile(reshape(range(0, 10), [1, 10, 1, 1]), [4, 1, 2, 3]) as Tensor4D;
    const of = async (seed: number) => {
      const context = { training: true, random: randomKeys(RandomStream.fromSeed(seed)) };
      const y = await reshape<Rank.R3>(model.forward(x, context), [4, 5, 3]).array();
      return y.flatMap((sample) => [0, 1, 2].map((channel) => sample.map((step) => step[channel]!)));
    };
    const drawn = await of(1);
    for (const starts of drawn) {
      expect([starts[0], starts[4]]).toEqual([0, 9]);
      starts.slice(1).forEach((start, i) => void assert.include([2, 3], start - starts[i]!));
    }
    expect(new Set(drawn.map(String)).size).toBeGreaterThan(1);
    expect(await of(1)).toEqual(drawn);
  });

  it('the norm of a window of zeros has the gradient 0', async () => {
    using model = build(lpPool2d(2, 2), { input: [2, 2, 1] });
    const x = zeros([1, 2, 2, 1]) as Tensor4D;
    const { gradients } = valueAndGradients(() => sum(mul(model.forward(x, inference()), 3)), { x });
    await expectClose(gradients.x, [
      [
        [[0], [0]],
        [[0], [0]],
      ],
    ]);
  });
});
