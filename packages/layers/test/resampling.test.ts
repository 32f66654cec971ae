import { ArgumentError, inference, ShapeError, spec } from '@neurite/core';
import { zeros } from '@tensorflow/tfjs-core';
import * as layers from '../src/index.js';
import { testParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('resampling');

const inputs = { 1: [3, 1], 2: [2, 3, 1], 3: [2, 2, 2, 1] } as const;
const padded: Readonly<Record<1 | 2 | 3, readonly number[]>> = { 1: [5, 1], 2: [4, 5, 1], 3: [4, 4, 4, 1] };
const larger = { 1: [6, 1], 2: [4, 6, 1], 3: [4, 4, 4, 1] } as const;

for (const axes of [1, 2, 3] as const) {
  const input = inputs[axes];
  const own = { 1: 'an integer of at least 0, or [before, after]' } as Readonly<Record<number, string>>;
  const names = ['', '', 'height and width', 'depth, height and width'][axes];
  const takes = own[axes] ?? `an integer of at least 0, or one or [before, after] for each of ${names}`;
  for (const kind of ['zero', 'reflection', 'replication', 'circular'] as const) {
    const name = `${kind}Padding${axes}d` as const;
    testLayer({
      name,
      blueprint: layers[name](1),
      input,
      output: padded[axes],
      errors: [
        {
          run: () => layers[name](-1),
          type: ArgumentError,
          message: `${name}: \`padding\` must be ${takes}; received -1.`,
        },
        {
          run: (model) => model.forward(zeros([2, 5]), inference()),
          type: ShapeError,
          message: `${name}: \`x\` must have shape [batch, ${['', 'time', 'height, width', 'depth, height, width'][axes]}, channels]; received [2, 5].`,
        },
      ],
    });
  }
  const cropping = `cropping${axes}d` as const;
  testLayer({
    name: cropping,
    blueprint: layers[cropping](1),
    input: padded[axes],
    output: input,
    // What is cut off is not seen.
    propagatesNaN: false,
    errors: [
      {
        run: () => layers[cropping](2).outputSpec(spec(padded[axes].with(0, 4))),
        type: ShapeError,
        message: `${cropping}: \`input\` must be larger than what is cut off; received [${padded[axes].with(0, 4).join(', ')}].`,
      },
    ],
  });
  const upsampling = `upsampling${axes}d` as const;
  testLayer({
    name: upsampling,
    blueprint: layers[upsampling](2),
    input,
    output: larger[axes],
    errors: [
      {
        run: () => layers[upsampling](2, { interpolation: 'area' as 'nearest' }),
        type: ArgumentError,
        message: `${upsampling}: \`interpolation\` must be ${
          [
            "'nearest', 'linear' or 'cubic'",
            "'nearest', 'bilinear' or 'bicubic'",
            "'nearest', 'trilinear' or 'tricubic'",
          ][axes - 1]
        }; received 'area'.`,
      },
    ],
  });
}

testLayer({
  name: 'upsampling2d, bicubic',
  blueprint: layers.upsampling2d([2, 1], { interpolation: 'bicubic' }),
  input: [3, 2, 1],
  output: [6, 2, 1],
});

testLayer({
  name: 'pixelShuffle',
  blueprint: layers.pixelShuffle(2),
  input: [1, 2, 4],
  output: [2, 4, 1],
  errors: [
    {
      run: () => layers.pixelShuffle(2).outputSpec(spec([2, 2, 6])),
      type: ShapeError,
      message: 'pixelShuffle: `input` must have channels that the square of the factor 2 divides; received [2, 2, 6].',
    },
    {
      run: () => layers.pixelShuffle(0),
      type: ArgumentError,
      message: 'pixelShuffle: `factor` must be an integer of at least 1; received 0.',
    },
  ],
});
testLayer({
  name: 'pixelUnshuffle',
  blueprint: layers.pixelUnshuffle(2),
  input: [2, 4, 1],
  output: [1, 2, 4],
  errors: [
    {
      run: () => layers.pixelUnshuffle(2).outputSpec(spec([2, 3, 1])),
      type: ShapeError,
      message: 'pixelUnshuffle: `input` must have a height and a width that the factor 2 divides; received [2, 3, 1].',
    },
  ],
});

for (const [kind, needs] of [
  ['reflection', 'be larger than the padding along each axis'],
  ['circular', 'be at least as large as the padding along each axis'],
] as const) {
  const name = `${kind}Padding1d` as const;
  testLayer({
    name: `${name}, uneven`,
    blueprint: layers[name]([0, 2]),
    input: [3, 1],
    output: [5, 1],
    errors: [
      {
        run: () => layers[name]([4, 0]).outputSpec(spec([3, 1])),
        type: ShapeError,
        message: `${name}: \`input\` must ${needs}; received [3, 1].`,
      },
    ],
  });
}
