import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import { at, fill, indices, type Nd, zipped } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';
import { type Axis, type Padding, type Sides, under, windowAxis } from './windows.js';

/** The window of each spatial axis. */
export function axesOf(
  x: Nd,
  filter: Nd,
  strides: readonly number[],
  pad: Padding | readonly Padding[],
  dilations: readonly number[],
): Axis[] {
  return strides.map((stride, i) => {
    const padding = typeof pad === 'object' ? pad[i]! : pad;
    return windowAxis(x.shape[i + 1]!, filter.shape[i]!, stride, padding, dilations[i]!);
  });
}

/** Σ over a window and the input channels, for any number of spatial axes. */
export function convolve(x: Nd, filter: Nd, axes: readonly Axis[]): Nd {
  const windows = indices(axes.map(({ window }) => window));
  const [channels, filters] = filter.shape.slice(-2) as [number, number]; // [...spatial, in, out]
  return fill([x.shape[0]!, ...axes.map(({ outputs }) => outputs), filters], (index) => {
    let sum = 0;
    for (const offset of windows) {
      const pixel = offset.map((k, i) => under(axes[i]!, index[i + 1]!, k));
      if (pixel.some((p, i) => p < 0 || p >= axes[i]!.size)) continue;
      for (let channel = 0; channel < channels; channel++) {
        sum += at(x, [index[0]!, ...pixel, channel]) * at(filter, [...offset, channel, index.at(-1)!]);
      }
    }
    return sum;
  });
}

/** Each channel has filters of its own. */
function convolveDepthwise(x: Nd, filter: Nd, axes: readonly Axis[]): Nd {
  const windows = indices(axes.map(({ window }) => window));
  const multiplier = filter.shape[3]!;
  return fill([x.shape[0]!, axes[0]!.outputs, axes[1]!.outputs, x.shape[3]! * multiplier], (index) => {
    const channel = Math.floor(index[3]! / multiplier);
    let sum = 0;
    for (const offset of windows) {
      const pixel = offset.map((k, i) => under(axes[i]!, index[i + 1]!, k));
      if (pixel.some((p, i) => p < 0 || p >= axes[i]!.size)) continue;
      sum += at(x, [index[0]!, ...pixel, channel]) * at(filter, [...offset, channel, index[3]! % multiplier]);
    }
    return sum;
  });
}

/** The transpose of a convolution: the filter spreads every element of x. */
function convolveBack(x: Nd, filter: Nd, axes: readonly Axis[]): Nd {
  const windows = indices(axes.map(({ window }) => window));
  const [channels, filters] = filter.shape.slice(-2) as [number, number]; // [...spatial, out, in]
  const y = fill([x.shape[0]!, ...axes.map(({ size }) => size), channels], () => 0);
  for (const index of indices(x.shape.slice(0, -1))) {
    for (const offset of windows) {
      const pixel = offset.map((k, i) => under(axes[i]!, index[i + 1]!, k));
      if (pixel.some((p, i) => p < 0 || p >= axes[i]!.size)) continue;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let f = 0; f < filters; f++) sum += at(x, [...index, f]) * at(filter, [...offset, channel, f]);
        y.data[[index[0]!, ...pixel, channel].reduce((p, i, axis) => p * y.shape[axis]! + i, 0)]! += sum;
      }
    }
  }
  return y;
}

/** How a window moves. */
type Settings<Pad> = { readonly strides: number[]; readonly pad: Pad; readonly dilations: number[] };

/** Draws how a window moves: dilated, or with strides. */
export function settings<const Pad extends Padding>(draw: Draw, axes: number, pads: readonly Pad[]): Settings<Pad> {
  const dilated = draw.pick(false, false, true);
  return {
    strides: Array.from({ length: axes }, () => (dilated ? 1 : draw.some(1, 2))),
    pad: draw.pick(...pads),
    dilations: Array.from({ length: axes }, () => (dilated ? draw.some(1, 2) : 1)),
  };
}

const pair = (numbers: readonly number[]): [number, number] => numbers as unknown as [number, number]; // of two axes
const triple = (numbers: readonly number[]): [number, number, number] => numbers as unknown as [number, number, number]; // of three

/** Convolutions. Filters are of odd and even sizes, images not square. */
export const convolutions: readonly OperationSpec[] = [
  {
    name: 'conv1d',
    draw: (draw) => {
      const { strides, pad, dilations } = settings(draw, 1, ['same', 'valid']);
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(5, 7), 2]),
          draw.floats([draw.some(2, 3), 2, draw.some(1, 3)]),
        ],
        run: (x: tf.Tensor3D, filter: tf.Tensor3D) => tf.conv1d(x, filter, strides[0]!, pad, 'NWC', dilations[0]),
        reference: (x, filter) => convolve(x, filter, axesOf(x, filter, strides, pad, dilations)),
      };
    },
  },
  {
    name: 'conv2d',
    draw: (draw) => {
      const { pad, strides, dilations } = settings(draw, 2, ['same', 'valid', 1]);
      // The row below is about other windows and strides.
      if (pad === 1) [strides[1], dilations[1]] = [strides[0]!, dilations[0]!];
      const [height, width] = pad === 1 ? [3, 3] : [draw.some(2, 3), draw.some(1, 3)];
      const channels = draw.some(1, 3);
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(5, 6), draw.some(5, 7), channels]),
          draw.floats([height, width, channels, draw.some(1, 5)]),
        ],
        run: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2d(x, filter, pair(strides), pad, 'NHWC', pair(dilations)),
        reference: (x, filter) => convolve(x, filter, axesOf(x, filter, strides, pad, dilations)),
      };
    },
  },
  {
    name: 'conv2d, padding as one number, window not square',
    draw: (draw) => ({
      inputs: [draw.floats([draw.size(1, 2), 5, 6, 2]), draw.floats([3, 2, 2, 2])],
      run: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.conv2d(x, filter, 1, 1),
      reference: (x, filter) => convolve(x, filter, axesOf(x, filter, [1, 1], 1, [1, 1])),
    }),
  },
  {
    name: 'conv2d, explicit padding',
    draw: (draw) => {
      const pads = [0, 1].map((): [number, number] => [draw.some(0, 2), draw.some(0, 2)]) as [Sides, Sides]; // of two axes
      const { strides, dilations } = settings(draw, 2, ['valid']);
      return {
        inputs: [draw.floats([draw.size(1, 2), 5, 6, 2]), draw.floats([3, 2, 2, draw.some(1, 3)])],
        run: (x: tf.Tensor4D, filter: tf.Tensor4D) =>
          tf.conv2d(x, filter, pair(strides), [[0, 0], ...pads, [0, 0]], 'NHWC', pair(dilations)),
        reference: (x, filter) => convolve(x, filter, axesOf(x, filter, strides, pads, dilations)),
      };
    },
  },
  {
    name: 'conv2dTranspose',
    draw: (draw) => {
      const stride = draw.some(1, 2);
      const pad = draw.pick<'same' | 'valid'>('same', 'valid');
      const [height, width] = [draw.some(4, 5), draw.some(5, 6)];
      const [channels, filters] = [draw.some(1, 2), draw.some(1, 3)];
      const axes = [windowAxis(height, 3, stride, pad), windowAxis(width, 2, stride, pad)];
      const batch = draw.size(1, 2);
      return {
        inputs: [
          draw.floats([batch, axes[0]!.outputs, axes[1]!.outputs, filters]),
          draw.floats([3, 2, channels, filters]),
        ],
        run: (x: tf.Tensor4D, filter: tf.Tensor4D) =>
          tf.conv2dTranspose(x, filter, [batch, height, width, channels], stride, pad),
        reference: (x, filter) => convolveBack(x, filter, axes),
      };
    },
  },
  {
    name: 'conv3d',
    draw: (draw) => {
      const { strides, pad } = settings(draw, 3, ['same', 'valid']);
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(2, 3), draw.some(3, 4), draw.some(3, 4), 2]),
          draw.floats([2, draw.some(1, 3), 2, 2, draw.some(1, 3)]),
        ],
        run: (x: tf.Tensor5D, filter: tf.Tensor5D) => tf.conv3d(x, filter, triple(strides), pad),
        reference: (x, filter) => convolve(x, filter, axesOf(x, filter, strides, pad, [1, 1, 1])),
      };
    },
  },
  {
    name: 'conv3dTranspose',
    draw: (draw) => {
      const stride = draw.some(1, 2);
      const sizes = [draw.some(3, 4), draw.some(3, 4), draw.some(3, 4)];
      const axes = sizes.map((size) => windowAxis(size, 2, stride, 'same'));
      const batch = draw.size(1, 2);
      return {
        inputs: [
          draw.floats([batch, ...axes.map(({ outputs }) => outputs), 2]),
          draw.floats([2, 2, 2, draw.some(1, 2), 2]),
        ],
        run: (x: tf.Tensor5D, filter: tf.Tensor5D) =>
          tf.conv3dTranspose(x, filter, [batch, sizes[0]!, sizes[1]!, sizes[2]!, filter.shape[3]], stride, 'same'),
        reference: (x, filter) => convolveBack(x, filter, axes),
      };
    },
  },
  {
    name: 'depthwiseConv2d',
    draw: (draw) => {
      const { strides, pad, dilations } = settings(draw, 2, ['same', 'valid']);
      const channels = draw.some(1, 3);
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(5, 6), draw.some(4, 7), channels]),
          draw.floats([draw.some(2, 3), draw.some(1, 3), channels, draw.some(1, 2)]),
        ],
        run: (x: tf.Tensor4D, filter: tf.Tensor4D) =>
          tf.depthwiseConv2d(x, filter, pair(strides), pad, 'NHWC', pair(dilations)),
        reference: (x, filter) => convolveDepthwise(x, filter, axesOf(x, filter, strides, pad, dilations)),
      };
    },
  },
  {
    name: 'separableConv2d',
    draw: (draw) => {
      const pad = draw.pick<'same' | 'valid'>('same', 'valid');
      const [channels, multiplier] = [draw.some(1, 2), draw.some(1, 2)];
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(4, 5), draw.some(4, 6), channels]),
          draw.floats([3, 2, channels, multiplier]),
          draw.floats([1, 1, channels * multiplier, draw.some(1, 3)]),
        ],
        run: (x: tf.Tensor4D, depth: tf.Tensor4D, point: tf.Tensor4D) => tf.separableConv2d(x, depth, point, 1, pad),
        reference: (x, depth, point) => {
          const middle = convolveDepthwise(x!, depth!, axesOf(x!, depth!, [1, 1], pad, [1, 1]));
          return convolve(middle, point!, axesOf(middle, point!, [1, 1], 'valid', [1, 1]));
        },
      };
    },
  },
  {
    name: 'fused.conv2d',
    draw: (draw) => {
      const activation = draw.pick<'linear' | 'relu'>('linear', 'relu');
      const pad = draw.pick<'same' | 'valid'>('same', 'valid');
      const filters = draw.some(1, 3);
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(4, 5), draw.some(4, 6), 2]),
          draw.floats([3, 2, 2, filters]),
          draw.floats([filters]),
        ],
        run: (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) =>
          tf.fused.conv2d({ x, filter, strides: 1, pad, bias, activation }),
        reference: (x, filter, bias) =>
          zipped([convolve(x!, filter!, axesOf(x!, filter!, [1, 1], pad, [1, 1])), bias!], (y, b) =>
            activation === 'relu' ? Math.max(y + b, 0) : y + b,
          ),
      };
    },
  },
  {
    name: 'fused.depthwiseConv2d',
    draw: (draw) => {
      const activation = draw.pick<'linear' | 'relu'>('linear', 'relu');
      const pad = draw.pick<'same' | 'valid'>('same', 'valid');
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(4, 5), draw.some(4, 6), 2]),
          draw.floats([3, 2, 2, 1]),
          draw.floats([2]),
        ],
        run: (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) =>
          tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad, bias, activation }),
        reference: (x, filter, bias) =>
          zipped([convolveDepthwise(x!, filter!, axesOf(x!, filter!, [1, 1], pad, [1, 1])), bias!], (y, b) =>
            activation === 'relu' ? Math.max(y + b, 0) : y + b,
          ),
      };
    },
  },
  {
    name: 'dilation2d',
    draw: (draw) => {
      const { strides, pad } = settings(draw, 2, ['same', 'valid']);
      return {
        inputs: [
          draw.floats([draw.size(1, 2), draw.some(4, 5), draw.some(4, 6), 2], -4, -1),
          draw.floats([draw.some(2, 3), 2, 2], -0.5, 0.5),
        ],
        run: (x: tf.Tensor4D, filter: tf.Tensor3D) => tf.dilation2d(x, filter, pair(strides), pad),
        reference: (x, filter) => {
          const axes = axesOf(x, filter, strides, pad, [1, 1]);
          return fill([x.shape[0]!, axes[0]!.outputs, axes[1]!.outputs, x.shape[3]!], (index) => {
            const sums = indices([filter.shape[0]!, filter.shape[1]!]).flatMap((offset) => {
              const pixel = offset.map((k, i) => under(axes[i]!, index[i + 1]!, k));
              if (pixel.some((p, i) => p < 0 || p >= axes[i]!.size)) return [];
              return [at(x, [index[0]!, ...pixel, index[3]!]) + at(filter, [...offset, index[3]!])];
            });
            return Math.max(...sums);
          });
        },
      };
    },
  },
];
