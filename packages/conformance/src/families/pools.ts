import * as tf from '@tensorflow/tfjs-core';
import type { Draw } from '../draw.js';
import { at, fill, indices, type Nd } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';
import { type Axis, under, windowAxis } from './windows.js';

type Pair = [number, number];
type Pad = 'same' | 'valid';

/** Applies a function to the elements of each window that are in bounds. */
function pool(x: Nd, axes: readonly Axis[], f: (values: number[]) => number): Nd {
  const windows = indices(axes.map(({ window }) => window));
  return fill([x.shape[0]!, ...axes.map(({ outputs }) => outputs), x.shape.at(-1)!], (index) =>
    f(
      windows.flatMap((offset) => {
        const pixel = offset.map((k, i) => under(axes[i]!, index[i + 1]!, k));
        if (pixel.some((p, i) => p < 0 || p >= axes[i]!.size)) return [];
        return [at(x, [index[0]!, ...pixel, index.at(-1)!])];
      }),
    ),
  );
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const most = (values: readonly number[]): number => Math.max(...values);

function settings(draw: Draw): { window: Pair; strides: Pair; pad: Pad; shape: number[] } {
  return {
    window: [draw.some(2, 3), draw.some(1, 3)],
    strides: [draw.some(1, 3), draw.some(1, 2)],
    pad: draw.pick('same', 'valid'),
    shape: [draw.size(1, 2), draw.some(4, 5), draw.some(4, 6), draw.size(1, 2)],
  };
}

function pool2d(
  name: string,
  run: (x: tf.Tensor4D, window: Pair, strides: Pair, pad: Pad) => tf.Tensor,
  f: (values: readonly number[]) => number,
): OperationSpec {
  return {
    name,
    draw: (draw) => {
      const { window, strides, pad, shape } = settings(draw);
      return {
        inputs: [draw.floats(shape, -3, -0.1)],
        run: (x: tf.Tensor4D) => run(x, window, strides, pad),
        reference: (x) =>
          pool(
            x,
            window.map((size, i) => windowAxis(x.shape[i + 1]!, size, strides[i]!, pad)),
            f,
          ),
      };
    },
  };
}

function pool3d(
  name: string,
  run: (x: tf.Tensor5D, window: [number, number, number], stride: number, pad: Pad) => tf.Tensor,
  f: (values: readonly number[]) => number,
): OperationSpec {
  return {
    name,
    draw: (draw) => {
      const window: [number, number, number] = [2, draw.some(1, 3), 2];
      const [stride, pad] = [draw.some(1, 2), draw.pick<Pad>('same', 'valid')];
      return {
        inputs: [draw.floats([draw.size(1, 2), draw.some(2, 3), draw.some(3, 4), 3, draw.size(1, 2)], -3, -0.1)],
        run: (x: tf.Tensor5D) => run(x, window, stride, pad),
        reference: (x) =>
          pool(
            x,
            window.map((size, i) => windowAxis(x.shape[i + 1]!, size, stride, pad)),
            f,
          ),
      };
    },
  };
}

/** Pools. Their inputs are negative, where a border of zeros would win. */
export const pools: readonly OperationSpec[] = [
  pool2d('avgPool', tf.avgPool, mean),
  pool2d('maxPool', tf.maxPool, most),
  pool3d('avgPool3d', tf.avgPool3d, mean),
  pool3d('maxPool3d', tf.maxPool3d, most),
  {
    name: 'pool',
    draw: (draw) => {
      const [kind, dilation] = [draw.pick<'avg' | 'max'>('avg', 'max'), draw.some(1, 2)];
      return {
        inputs: [draw.floats([draw.size(1, 2), draw.some(5, 6), draw.some(5, 6), draw.size(1, 2)], -3, -0.1)],
        run: (x: tf.Tensor4D) => tf.pool(x, [2, 2], kind, 'valid', [dilation, dilation], 1),
        reference: (x) =>
          pool(
            x,
            [1, 2].map((axis) => windowAxis(x.shape[axis]!, 2, 1, 'valid', dilation)),
            kind === 'avg' ? mean : most,
          ),
      };
    },
  },
  {
    name: 'maxPoolWithArgmax',
    draw: (draw) => {
      const { window, strides, pad, shape } = settings(draw);
      return {
        inputs: [draw.floats(shape, -3, -0.1)],
        run: (x: tf.Tensor4D) => tf.maxPoolWithArgmax(x, window, strides, pad).result!,
        reference: (x) =>
          pool(
            x,
            window.map((size, i) => windowAxis(x.shape[i + 1]!, size, strides[i]!, pad)),
            most,
          ),
      };
    },
  },
];
