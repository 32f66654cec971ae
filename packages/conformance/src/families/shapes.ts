import * as tf from '@tensorflow/tfjs-core';
import { at, atOr, fill, type Nd, reshaped } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';

type Pairs = [number, number][];

/** Joins along an existing axis. */
function concat(xs: readonly Nd[], axis: number): Nd {
  const [first] = xs as [Nd];
  const sizes = xs.map(({ shape }) => shape[axis]!);
  return fill(
    first.shape.with(
      axis,
      sizes.reduce((sum, size) => sum + size, 0),
    ),
    (index) => {
      let [i, k] = [index[axis]!, 0];
      while (i >= sizes[k]!) i -= sizes[k++]!;
      return at(xs[k]!, index.with(axis, i));
    },
  );
}

/** The elements from `from` on along one axis. */
function part(x: Nd, axis: number, from: number, size: number): Nd {
  return fill(x.shape.with(axis, size), (index) => at(x, index.with(axis, index[axis]! + from)));
}

/** Padded; `source` says from which index an element comes, and one out of bounds is `outside`. */
function padded(x: Nd, pads: Pairs, source: (i: number, size: number) => number, outside = 0): Nd {
  const shape = x.shape.map((size, axis) => size + pads[axis]![0] + pads[axis]![1]);
  return fill(shape, (index) =>
    atOr(
      x,
      index.map((i, axis) => source(i - pads[axis]![0], x.shape[axis]!)),
      outside,
    ),
  );
}

const spaceToBatch = (x: Nd, block: number, pads: Pairs): Nd => {
  const whole = padded(x, [[0, 0], ...pads, [0, 0]], (i) => i);
  const [batch, height, width, channels] = whole.shape as [number, number, number, number];
  return fill([batch * block * block, height / block, width / block, channels], ([n, h, w, c]) => {
    const offset = Math.floor(n! / batch);
    return at(whole, [n! % batch, h! * block + Math.floor(offset / block), w! * block + (offset % block), c!]);
  });
};

/** Operations that move, repeat or join elements without changing them. */
export const shapes: readonly OperationSpec[] = [
  {
    name: 'reshape',
    also: ['ensureShape'],
    draw: (draw) => {
      const [a, b, c] = draw.shape(3) as [number, number, number];
      return {
        inputs: [draw.floats([a, b, c])],
        run: (x: tf.Tensor) => tf.ensureShape(tf.reshape(x, [c, a * b]), [c, a * b]),
        reference: (x) => reshaped(x, [c, a * b]),
      };
    },
  },
  {
    name: 'expandDims',
    draw: (draw) => {
      const [shape, axis] = [draw.shape(2), draw.some(0, 2)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.expandDims(x, axis),
        reference: (x) => reshaped(x, shape.toSpliced(axis, 0, 1)),
      };
    },
  },
  {
    name: 'squeeze',
    draw: (draw) => {
      const shape = draw.shape(2);
      return {
        inputs: [draw.floats([1, ...shape, 1])],
        run: (x: tf.Tensor) => tf.squeeze(x, [0, 3]),
        reference: (x) => reshaped(x, shape),
      };
    },
  },
  {
    name: 'transpose',
    draw: (draw) => {
      const rank = draw.some(2, 4);
      const [shape, order] = [draw.shape(rank), draw.permutation(rank)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.transpose(x, order),
        reference: (x) =>
          fill(
            order.map((axis) => shape[axis]!),
            (index) =>
              at(
                x,
                shape.map((_, axis) => index[order.indexOf(axis)]!),
              ),
          ),
      };
    },
  },
  {
    name: 'reverse',
    also: ['reverse1d', 'reverse2d', 'reverse3d', 'reverse4d'],
    draw: (draw) => {
      const [shape, axes] = [draw.shape(3), draw.pick([0], [1], [0, 2], [0, 1, 2])];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.reverse(x, axes),
        reference: (x) =>
          fill(shape, (index) =>
            at(
              x,
              index.map((i, axis) => (axes.includes(axis) ? shape[axis]! - 1 - i : i)),
            ),
          ),
      };
    },
  },
  {
    name: 'tile',
    draw: (draw) => {
      const [shape, reps] = [draw.shape(3), [draw.some(1, 3), draw.some(1, 2), draw.some(1, 3)]];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.tile(x, reps),
        reference: (x) =>
          fill(
            shape.map((size, axis) => size * reps[axis]!),
            (index) =>
              at(
                x,
                index.map((i, axis) => i % shape[axis]!),
              ),
          ),
      };
    },
  },
  {
    name: 'pad',
    also: ['pad1d', 'pad2d', 'pad3d', 'pad4d'],
    draw: (draw) => {
      const pads: Pairs = [
        [draw.some(0, 2), draw.some(0, 2)],
        [draw.some(0, 2), draw.some(0, 2)],
      ];
      return {
        inputs: [draw.floats(draw.shape(2))],
        run: (x: tf.Tensor) => tf.pad(x, pads, 0.5),
        reference: (x) => padded(x, pads, (i) => i, 0.5),
      };
    },
  },
  {
    name: 'mirrorPad',
    draw: (draw) => {
      const pads: Pairs = [
        [draw.some(0, 2), draw.some(0, 2)],
        [0, 0],
        [draw.some(0, 2), draw.some(0, 2)],
      ];
      const mode = draw.pick<'reflect' | 'symmetric'>('reflect', 'symmetric');
      const turn = mode === 'reflect' ? 0 : 1;
      return {
        inputs: [draw.floats([draw.some(3, 4), draw.size(), draw.some(3, 5)])],
        run: (x: tf.Tensor) => tf.mirrorPad(x, pads, mode),
        reference: (x) => padded(x, pads, (i, size) => (i < 0 ? -i - turn : i >= size ? 2 * size - 2 - i + turn : i)),
      };
    },
  },
  {
    name: 'concat',
    also: ['concat1d', 'concat2d', 'concat3d', 'concat4d'],
    draw: (draw) => {
      const [shape, axis] = [draw.shape(3), draw.some(0, 2)];
      const others = [draw.some(1, 3), draw.some(1, 3)];
      return {
        inputs: [shape, ...others.map((size) => shape.with(axis, size))].map((one) => draw.floats(one)),
        run: (...xs: tf.Tensor[]) => tf.concat(xs, axis),
        reference: (...xs) => concat(xs, axis),
      };
    },
  },
  {
    name: 'stack',
    draw: (draw) => {
      const [shape, axis] = [draw.shape(2), draw.some(0, 2)];
      return {
        inputs: [draw.floats(shape), draw.floats(shape), draw.floats(shape)],
        run: (...xs: tf.Tensor[]) => tf.stack(xs, axis),
        reference: (...xs) =>
          concat(
            xs.map((x) => reshaped(x, shape.toSpliced(axis, 0, 1))),
            axis,
          ),
      };
    },
  },
  {
    name: 'unstack',
    draw: (draw) => {
      const axis = draw.some(0, 2);
      const shape = draw.shape(3).with(axis, draw.some(2, 3));
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.unstack(x, axis),
        reference: (x) =>
          Array.from({ length: shape[axis]! }, (_, i) => reshaped(part(x, axis, i, 1), shape.toSpliced(axis, 1))),
      };
    },
  },
  {
    name: 'split',
    draw: (draw) => {
      const axis = draw.some(0, 2);
      const sizes = [draw.some(1, 3), draw.some(1, 2), draw.some(1, 3)];
      const shape = draw.shape(3).with(axis, sizes[0]! + sizes[1]! + sizes[2]!);
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.split(x, sizes, axis),
        reference: (x) =>
          sizes.map((size, i) =>
            part(
              x,
              axis,
              sizes.slice(0, i).reduce((sum, one) => sum + one, 0),
              size,
            ),
          ),
      };
    },
  },
  {
    name: 'spaceToBatchND',
    draw: (draw) => {
      const pads: Pairs = [
        [1, 1],
        [0, 2],
      ];
      return {
        inputs: [draw.floats([draw.size(1, 2), 2 * draw.some(1, 2), 2 * draw.some(1, 3), draw.size(1, 3)])],
        run: (x: tf.Tensor4D) => tf.spaceToBatchND(x, [2, 2], pads),
        reference: (x) => spaceToBatch(x, 2, pads),
      };
    },
  },
  {
    name: 'batchToSpaceND',
    draw: (draw) => {
      const batch = draw.size(1, 2);
      const shape = [batch * 4, draw.some(2, 3), draw.some(2, 3), draw.size(1, 3)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor4D) =>
          tf.batchToSpaceND(
            x,
            [2, 2],
            [
              [1, 0],
              [0, 1],
            ],
          ),
        reference: (x) => {
          const [, height, width, channels] = shape as [number, number, number, number];
          return fill([batch, height * 2 - 1, width * 2 - 1, channels], ([n, h, w, c]) => {
            const [row, column] = [h! + 1, w!];
            const from = ((row % 2) * 2 + (column % 2)) * batch + n!;
            return at(x, [from, Math.floor(row / 2), Math.floor(column / 2), c!]);
          });
        },
      };
    },
  },
  {
    name: 'depthToSpace',
    draw: (draw) => {
      const block = draw.some(2, 3);
      const channels = draw.some(1, 2);
      const shape = [draw.size(1, 2), draw.some(1, 3), draw.some(1, 3), channels * block * block];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor4D) => tf.depthToSpace(x, block),
        reference: (x) =>
          fill([shape[0]!, shape[1]! * block, shape[2]! * block, channels], ([n, h, w, c]) => {
            const inside = (h! % block) * block + (w! % block);
            return at(x, [n!, Math.floor(h! / block), Math.floor(w! / block), inside * channels + c!]);
          }),
      };
    },
  },
  {
    name: 'image.flipLeftRight',
    draw: (draw) => {
      const shape = [draw.size(1, 2), draw.size(), draw.size(), draw.size(1, 3)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor4D) => tf.image.flipLeftRight(x),
        reference: (x) => fill(shape, ([n, h, w, c]) => at(x, [n!, h!, shape[2]! - 1 - w!, c!])),
      };
    },
  },
];
