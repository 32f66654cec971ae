import { distinct, draw } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe } from 'vitest';
import { type GradientCase, gradientTable } from '../support/gradient-table.js';

type Pad = 'same' | 'valid' | number | [[number, number], [number, number], [number, number], [number, number]];

const explicit: Pad = [
  [0, 0],
  [2, 1],
  [0, 1],
  [0, 0],
];
const settings: { strides: number | [number, number]; pad: Pad; dilations?: number | [number, number] }[] = [
  { strides: 1, pad: 'valid' },
  { strides: 1, pad: 'same' },
  { strides: 2, pad: 'same' },
  { strides: [2, 1], pad: 'valid' },
  { strides: [1, 3], pad: 'same' },
  { strides: 2, pad: 1 },
  { strides: 1, pad: explicit },
  { strides: 1, pad: 'valid', dilations: 2 },
  { strides: 1, pad: 'same', dilations: [2, 1] },
  { strides: 1, pad: 'same', dilations: [1, 3] },
];

describe('convolution', () => {
  gradientTable([
    ...settings.map(
      ({ strides, pad, dilations = 1 }): GradientCase => ({
        name: `conv2d, strides ${strides}, padding ${pad}, dilations ${dilations}`,
        f: (x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, 'NHWC', dilations),
        inputs: () => [draw([1, 5, 6, 2]), draw([3, 2, 2, 2])],
        second: true,
      }),
    ),
    ...settings.map(
      ({ strides, pad, dilations = 1 }): GradientCase => ({
        name: `depthwiseConv2d, strides ${strides}, padding ${pad}, dilations ${dilations}`,
        f: (x, w) => tf.depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides, pad, 'NHWC', dilations),
        inputs: () => [draw([1, 5, 6, 2]), draw([3, 2, 2, 2])],
        second: pad !== explicit,
      }),
    ),
    ...(
      [
        [1, 'valid', 1],
        [1, 'same', 1],
        [2, 'same', 1],
        [2, 'valid', 1],
      ] as const
    ).map(
      ([strides, pad, dilations]): GradientCase => ({
        name: `conv3d, strides ${strides}, padding ${pad}, dilations ${dilations}`,
        f: (x, w) =>
          tf.conv3d(x as tf.Tensor5D, w as tf.Tensor5D, strides, pad, 'NDHWC', [dilations, dilations, dilations]),
        inputs: () => [draw([1, 4, 5, 4, 2]), draw([2, 3, 2, 2, 2])],
      }),
    ),
    ...(['same', 'valid'] as const).map(
      (pad): GradientCase => ({
        name: `dilation2d, padding ${pad}`,
        f: (x, w) => tf.dilation2d(x as tf.Tensor4D, w as tf.Tensor3D, 1, pad),
        inputs: () => [distinct([1, 4, 5, 2]), draw([2, 3, 2], -0.03, 0.03)],
      }),
    ),
    {
      name: 'conv1d',
      f: (x, w) => tf.conv1d(x as tf.Tensor3D, w as tf.Tensor3D, 1, 'same'),
      inputs: () => [draw([2, 6, 2]), draw([3, 2, 3])],
    },
    {
      name: 'conv2dTranspose',
      f: (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [2, 7, 6, 2], 2, 'same'),
      inputs: () => [draw([2, 4, 3, 3]), draw([3, 2, 2, 3])],
      second: true,
    },
    {
      name: 'conv3dTranspose',
      f: (x, w) => tf.conv3dTranspose(x as tf.Tensor5D, w as tf.Tensor5D, [1, 4, 4, 4, 2], 2, 'same'),
      inputs: () => [draw([1, 2, 2, 2, 2]), draw([3, 2, 2, 2, 2])],
    },
    {
      name: 'separableConv2d',
      f: (x, depth, point) =>
        tf.separableConv2d(x as tf.Tensor4D, depth as tf.Tensor4D, point as tf.Tensor4D, 1, 'same'),
      inputs: () => [draw([1, 5, 5, 2]), draw([3, 3, 2, 2]), draw([1, 1, 4, 3])],
    },
    {
      name: 'a convolution of one image',
      f: (x, w) => tf.conv2d(x as tf.Tensor3D, w as tf.Tensor4D, 1, 'same'),
      inputs: () => [draw([5, 5, 1]), draw([3, 3, 1, 2])],
    },
  ]);
});
