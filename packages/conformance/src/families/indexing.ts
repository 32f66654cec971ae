import * as tf from '@tensorflow/tfjs-core';
import { at, broadcastAt, fill, gathered, type Nd } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';

/** Rows in ascending order. */
function sorted(x: Nd): Nd {
  const { rows } = gathered(x, [1]);
  return { ...x, data: Float64Array.from(rows.flatMap((row) => row.toSorted((a, b) => a - b))) };
}

function given(dtype: Nd['dtype'], shape: number[], ...data: number[]): Nd {
  return { shape, data: Float64Array.from(data), dtype };
}

const search = (
  name: string,
  run: (sequence: tf.Tensor, values: tf.Tensor) => tf.Tensor,
  before: (a: number, b: number) => boolean,
): OperationSpec => ({
  name,
  derivatives: 'none',
  without: ['nan', 'none'],
  draw: (draw) => {
    const [rows, count] = [draw.size(1, 3), draw.some(4, 6)];
    return {
      inputs: [sorted(draw.floats([rows, count])), draw.floats([rows, draw.size()])],
      run: (sequence: tf.Tensor, values: tf.Tensor) => run(sequence, values),
      reference: (sequence, values) =>
        fill(
          values.shape,
          ([row, column]) =>
            gathered(sequence, [1]).rows[row!]!.filter((one) => before(one, at(values, [row!, column!]))).length,
          'int32',
        ),
    };
  },
});

/** Operations that choose, count or write elements by index. */
export const indexing: readonly OperationSpec[] = [
  {
    name: 'gather',
    draw: (draw) => {
      const axis = draw.some(0, 2);
      const shape = draw.shape(3).with(axis, draw.some(2, 5));
      const outer = draw.pick([draw.some(2, 6)], [2, 3]);
      return {
        inputs: [draw.floats(shape), draw.integers(outer, shape[axis]!)],
        run: (x: tf.Tensor, indices: tf.Tensor) => tf.gather(x, indices as tf.Tensor1D, axis),
        reference: (x, indices) =>
          fill([...shape.slice(0, axis), ...outer, ...shape.slice(axis + 1)], (index) => {
            const i = at(indices, index.slice(axis, axis + outer.length));
            return at(x, [...index.slice(0, axis), i, ...index.slice(axis + outer.length)]);
          }),
      };
    },
  },
  {
    name: 'gather, in batches',
    draw: (draw) => {
      const [batch, rows, inner, count] = [draw.some(2, 3), draw.some(2, 5), draw.size(), draw.size()];
      return {
        inputs: [draw.floats([batch, rows, inner]), draw.integers([batch, count], rows)],
        run: (x: tf.Tensor, indices: tf.Tensor) => tf.gather(x, indices as tf.Tensor1D, 1, 1), // its type knows no batches
        reference: (x, indices) => fill([batch, count, inner], ([n, i, j]) => at(x, [n!, at(indices, [n!, i!]), j!])),
      };
    },
  },
  {
    name: 'gatherND',
    draw: (draw) => {
      const shape = [draw.some(2, 4), draw.some(2, 3), draw.size()];
      const count = draw.some(2, 5);
      const rows = draw.integers([count], shape[0]!);
      const columns = draw.integers([count], shape[1]!);
      const pairs = fill([count, 2], ([i, k]) => (k === 0 ? rows : columns).data[i!]!, 'int32');
      return {
        inputs: [draw.floats(shape), pairs],
        run: (x: tf.Tensor, indices: tf.Tensor) => tf.gatherND(x, indices),
        reference: (x, indices) =>
          fill([count, shape[2]!], ([i, j]) => at(x, [at(indices, [i!, 0]), at(indices, [i!, 1]), j!])),
      };
    },
  },
  {
    name: 'scatterND',
    draw: (draw) => {
      const [count, size, inner] = [draw.some(2, 6), draw.some(3, 5), draw.size()];
      return {
        // An index may come twice; then both updates are added.
        inputs: [draw.integers([count, 1], size), draw.floats([count, inner])],
        run: (indices: tf.Tensor, updates: tf.Tensor) => tf.scatterND(indices, updates, [size, inner]),
        reference: (indices, updates) =>
          fill([size, inner], ([i, j]) =>
            [...indices.data].reduce((sum, index, k) => (index === i ? sum + at(updates, [k, j!]) : sum), 0),
          ),
      };
    },
  },
  {
    name: 'tensorScatterUpdate',
    draw: (draw) => {
      const [size, inner] = [draw.some(3, 6), draw.size()];
      const count = draw.some(1, 3);
      return {
        inputs: [draw.floats([size, inner]), draw.distinct([count, 1], size), draw.floats([count, inner])],
        run: (x: tf.Tensor, indices: tf.Tensor, updates: tf.Tensor) => tf.tensorScatterUpdate(x, indices, updates),
        reference: (x, indices, updates) =>
          fill([size, inner], ([i, j]) => {
            const k = indices!.data.indexOf(i!);
            return k < 0 ? at(x!, [i!, j!]) : at(updates!, [k, j!]);
          }),
      };
    },
  },
  {
    name: 'unsortedSegmentSum',
    draw: (draw) => {
      const [rows, inner, segments] = [draw.some(3, 6), draw.size(), draw.some(2, 4)];
      return {
        // What has a negative segment is left out.
        inputs: [draw.floats([rows, inner]), draw.integers([rows], segments, -1)],
        run: (x: tf.Tensor, ids: tf.Tensor1D) => tf.unsortedSegmentSum(x, ids, segments),
        reference: (x, ids) =>
          fill([segments, inner], ([s, j]) =>
            [...ids.data].reduce((sum, segment, row) => (segment === s ? sum + at(x, [row, j!]) : sum), 0),
          ),
      };
    },
  },
  ...(['Sum', 'Mean'] as const).map(
    (what): OperationSpec => ({
      name: `sparse.sparseSegment${what}`,
      draw: (draw) => {
        const [rows, inner] = [draw.some(3, 5), draw.size()];
        return {
          inputs: [draw.floats([rows, inner]), draw.integers([5], rows), given('int32', [5], 0, 0, 1, 2, 2)],
          run: (x: tf.Tensor2D, indices: tf.Tensor1D, ids: tf.Tensor1D) =>
            tf.sparse[`sparseSegment${what}`](x, indices, ids),
          reference: (x, indices, ids) =>
            fill([3, inner], ([s, j]) => {
              const values = [...ids!.data].flatMap((segment, k) =>
                segment === s ? [at(x!, [indices!.data[k]!, j!])] : [],
              );
              const sum = values.reduce((all, value) => all + value, 0);
              return what === 'Sum' ? sum : sum / values.length;
            }),
        };
      },
    }),
  ),
  {
    name: 'sparse.sparseReshape',
    derivatives: 'none',
    without: ['one', 'none'],
    draw: () => ({
      inputs: [given('int32', [2, 2], 0, 1, 1, 2), given('int32', [2], 2, 3), given('int32', [2], 3, -1)],
      run: (indices: tf.Tensor2D, shape: tf.Tensor1D, next: tf.Tensor1D) =>
        Object.values(tf.sparse.sparseReshape(indices, shape, next)),
      reference: () => [given('int32', [2, 2], 0, 1, 2, 1), given('int32', [2], 3, 2)],
    }),
  },
  {
    name: 'sparse.sparseFillEmptyRows',
    derivatives: 'none',
    draw: (draw) => ({
      inputs: [given('int32', [2, 2], 0, 1, 2, 0), draw.floats([2]), given('int32', [2], 3, 2), draw.floats([])],
      run: (indices: tf.Tensor2D, values: tf.Tensor1D, shape: tf.Tensor1D, fallback: tf.Scalar) =>
        tf.sparse.sparseFillEmptyRows(indices, values, shape, fallback).outputValues as tf.Tensor,
      reference: (_indices, values, _shape, fallback) =>
        given('float32', [3], values!.data[0]!, fallback!.data[0]!, values!.data[1]!),
    }),
  },
  {
    name: 'oneHot',
    derivatives: 'none',
    draw: (draw) => {
      const depth = draw.some(2, 5);
      return {
        inputs: [draw.integers(draw.shape(2), depth + 2, -1)],
        run: (x: tf.Tensor) => tf.oneHot(x, depth, 3, 1),
        reference: (x) =>
          fill([...x.shape, depth], (index) => (at(x, index.slice(0, -1)) === index.at(-1) ? 3 : 1), 'int32'),
      };
    },
  },
  {
    name: 'bincount',
    draw: (draw) => {
      const [count, size] = [draw.some(4, 7), draw.some(3, 5)];
      return {
        inputs: [draw.integers([count], size + 2), draw.floats([count])],
        run: (x: tf.Tensor1D, weights: tf.Tensor1D) => tf.bincount(x, weights, size),
        reference: (x, weights) =>
          fill([size], ([bin]) =>
            [...x.data].reduce((sum, value, i) => (value === bin ? sum + weights.data[i]! : sum), 0),
          ),
      };
    },
  },
  {
    name: 'denseBincount',
    draw: (draw) => {
      const [rows, count, size] = [draw.size(1, 3), draw.some(4, 6), draw.some(3, 5)];
      return {
        inputs: [draw.integers([rows, count], size), draw.floats([rows, count])],
        run: (x: tf.Tensor2D, weights: tf.Tensor2D) => tf.denseBincount(x, weights, size),
        reference: (x, weights) =>
          fill([rows, size], ([row, bin]) => {
            let sum = 0;
            for (let i = 0; i < count; i++) if (at(x, [row!, i]) === bin) sum += at(weights, [row!, i]);
            return sum;
          }),
      };
    },
  },
  search('lowerBound', tf.lowerBound, (a, b) => a < b),
  search('upperBound', tf.upperBound, (a, b) => a <= b),
  search(
    'searchSorted',
    (sequence, values) => tf.searchSorted(sequence, values, 'right'),
    (a, b) => a <= b,
  ),
  {
    name: 'unique',
    derivatives: 'none',
    without: ['none', 'zero', 'nan'],
    draw: (draw) => ({
      inputs: [draw.integers([draw.some(5, 8)], 4)],
      run: (x: tf.Tensor) => Object.values(tf.unique(x)),
      reference: (x) => {
        const values = [...new Set(x.data)];
        return [
          given('int32', [values.length], ...values),
          given('int32', x.shape as number[], ...[...x.data].map((value) => values.indexOf(value))),
        ];
      },
    }),
  },
  {
    name: 'whereAsync',
    derivatives: 'none',
    draw: (draw) => ({
      inputs: [draw.bools([draw.size(), draw.size()])],
      run: (condition: tf.Tensor) => tf.whereAsync(condition),
      reference: (condition) => {
        const found = [...condition.data].flatMap((yes, i) => (yes ? [i] : []));
        const columns = condition.shape[1]!;
        return fill(
          [found.length, 2],
          ([i, k]) => (k === 0 ? Math.floor(found[i!]! / columns) : found[i!]! % columns),
          'int32',
        );
      },
    }),
  },
  {
    name: 'setdiff1dAsync',
    derivatives: 'none',
    draw: (draw) => ({
      inputs: [draw.integers([draw.some(4, 6)], 6), draw.integers([draw.some(2, 3)], 6)],
      run: (x: tf.Tensor, y: tf.Tensor) => tf.setdiff1dAsync(x, y),
      reference: (x, y) => {
        const kept = [...x.data].flatMap((value, i) => (y.data.includes(value) ? [] : [i]));
        return [given('int32', [kept.length], ...kept.map((i) => x.data[i]!)), given('int32', [kept.length], ...kept)];
      },
    }),
  },
  {
    name: 'inTopKAsync',
    derivatives: 'none',
    without: ['nan'],
    draw: (draw) => {
      const [rows, classes, k] = [draw.some(2, 4), draw.some(4, 6), draw.some(1, 3)];
      return {
        inputs: [draw.floats([rows, classes]), draw.integers([rows], classes)],
        run: (x: tf.Tensor, targets: tf.Tensor) => tf.inTopKAsync(x, targets, k),
        reference: (x, targets) =>
          fill(
            [rows],
            ([row]) => {
              const order = gathered(x, [1])
                .rows[row!]!.map((value, i) => ({ value, i }))
                .sort((a, b) => b.value - a.value || a.i - b.i);
              return Number(order.slice(0, k).some(({ i }) => i === targets.data[row!]));
            },
            'bool',
          ),
      };
    },
  },
  {
    name: 'raggedGather',
    draw: (draw) => ({
      // Rows of 2, 0 and 3 values; the third and the first are taken.
      inputs: [draw.floats([5, draw.size(1, 3)]), given('int32', [4], 0, 2, 2, 5), given('int32', [2], 2, 0)],
      run: (values: tf.Tensor, splits: tf.Tensor, rows: tf.Tensor) =>
        tf.raggedGather([splits], values, rows, 1).outputDenseValues as tf.Tensor,
      reference: (values) => fill([5, values.shape[1]!], ([i, j]) => at(values, [[2, 3, 4, 0, 1][i!]!, j!])),
    }),
  },
  {
    name: 'raggedRange',
    derivatives: 'none',
    without: ['zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => {
      const starts = draw.integers([2], 5);
      const limits = { ...starts, data: starts.data.map((start, i) => start + 2 + i) };
      return {
        inputs: [starts, limits, given('int32', [2], 1, 2)],
        run: (start: tf.Tensor, limit: tf.Tensor, delta: tf.Tensor) =>
          tf.raggedRange(start, limit, delta).rtDenseValues as tf.Tensor,
        reference: (start) =>
          given('int32', [4], start.data[0]!, start.data[0]! + 1, start.data[1]!, start.data[1]! + 2),
      };
    },
  },
  {
    name: 'raggedTensorToTensor',
    draw: (draw) => ({
      // Rows of 1, 2 and 0 values.
      inputs: [draw.floats([3]), draw.floats([]), given('int32', [2], 3, 2), given('int32', [4], 0, 1, 3, 3)],
      run: (values: tf.Tensor, fallback: tf.Tensor, shape: tf.Tensor, splits: tf.Tensor) =>
        tf.raggedTensorToTensor(shape, values, fallback, [splits], ['ROW_SPLITS']),
      reference: (values, fallback) => {
        const [a, b, c] = values!.data as unknown as [number, number, number]; // three
        const none = broadcastAt(fallback!, [0]);
        return given('float32', [3, 2], a, none, b, c, none, none);
      },
    }),
  },
];
