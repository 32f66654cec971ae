import * as tf from '@tensorflow/tfjs-core';
import { at, fill } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';

/** Operations that take a part of a tensor. */
export const slices: readonly OperationSpec[] = [
  {
    name: 'slice',
    also: ['slice1d', 'slice2d', 'slice3d', 'slice4d'],
    draw: (draw) => {
      const shape = [draw.some(3, 5), draw.some(2, 4), draw.some(3, 5)];
      const begin = shape.map((size) => draw.some(0, size - 1));
      const size = shape.map((whole, axis) =>
        axis === 1 ? draw.size(1, whole - begin[axis]!) : draw.some(1, whole - begin[axis]!),
      );
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.slice(x, begin, size),
        reference: (x) =>
          fill(size, (index) =>
            at(
              x,
              index.map((i, axis) => i + begin[axis]!),
            ),
          ),
      };
    },
  },
  {
    name: 'stridedSlice',
    draw: (draw) => {
      const shape = [draw.some(4, 6), draw.size(2, 3), draw.some(4, 6)];
      const [first, last] = [draw.some(1, 2), draw.some(2, 3)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.stridedSlice(x, [first, 0, shape[2]! - 1], [shape[0]!, shape[1]!, 0], [2, 1, -last]),
        reference: (x) =>
          fill([Math.ceil((shape[0]! - first) / 2), shape[1]!, Math.ceil((shape[2]! - 1) / last)], ([i, j, k]) =>
            at(x, [first + 2 * i!, j!, shape[2]! - 1 - last * k!]),
          ),
      };
    },
  },
  {
    name: 'stridedSlice, masks',
    draw: (draw) => {
      const shape = [draw.some(3, 5), draw.size(2, 3), draw.some(4, 6)];
      const [first, last, row] = [draw.some(0, 2), draw.some(1, 3), draw.some(0, 2)];
      return {
        inputs: [draw.floats(shape)],
        // x[newaxis, row, …, last:first:-1] with `first` left out: down to the first element.
        run: (x: tf.Tensor) =>
          tf.stridedSlice(
            x,
            [0, row, 0, last],
            [0, row + 1, 0, first],
            [1, 1, 1, -1],
            0,
            0b1000,
            0b0100,
            0b0001,
            0b0010,
          ),
        reference: (x) => fill([1, shape[1]!, last + 1], ([, j, k]) => at(x, [row, j!, last - k!])),
      };
    },
  },
  {
    name: 'stridedSlice, open ends',
    draw: (draw) => {
      const shape = [draw.some(4, 6), draw.size(2, 3), draw.some(4, 6)];
      const [end, stride] = [draw.some(1, 3), draw.some(1, 3)];
      return {
        inputs: [draw.floats(shape)],
        // x[:end, :, ::stride]
        run: (x: tf.Tensor) => tf.stridedSlice(x, [2, 1, 3], [end, 1, 2], [1, 1, stride], 0b111, 0b110),
        reference: (x) =>
          fill([end, shape[1]!, Math.ceil(shape[2]! / stride)], ([i, j, k]) => at(x, [i!, j!, stride * k!])),
      };
    },
  },
  {
    name: 'signal.frame',
    draw: (draw) => {
      const [size, length, step] = [draw.some(6, 9), draw.some(2, 4), draw.some(1, 3)];
      return {
        inputs: [draw.floats([size])],
        run: (x: tf.Tensor1D) => tf.signal.frame(x, length, step),
        reference: (x) =>
          fill([Math.floor((size - length) / step) + 1, length], ([frame, i]) => x.data[frame! * step + i!]!),
      };
    },
  },
  {
    name: 'booleanMaskAsync',
    derivatives: 'none',
    without: ['none'],
    draw: (draw) => ({
      inputs: [
        draw.floats([draw.some(3, 5), draw.size()]),
        { shape: [3], data: Float64Array.of(1, 0, 1), dtype: 'bool' },
      ],
      run: (x: tf.Tensor, mask: tf.Tensor) => tf.booleanMaskAsync(tf.slice(x, 0, 3), mask),
      reference: (x) => fill([2, x.shape[1]!], ([i, j]) => at(x, [2 * i!, j!])),
    }),
  },
];
