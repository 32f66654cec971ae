import * as tf from '@tensorflow/tfjs-core';
import { at, broadcastAt, broadcastShape, fill, mapped, type Nd, reshaped, zipped } from '../nd.js';
import type { OperationSpec } from '../operation-spec.js';

/** Σ f(0) … f(count − 1). */
export function total(count: number, f: (i: number) => number): number {
  let all = 0;
  for (let i = 0; i < count; i++) all += f(i);
  return all;
}

/** The matrix product of the last two axes; earlier axes are broadcast. */
export function multiply(a: Nd, b: Nd, transposeA = false, transposeB = false): Nd {
  const [rowsA, columnsA] = [a.shape.at(transposeA ? -1 : -2)!, a.shape.at(transposeA ? -2 : -1)!];
  const columns = b.shape.at(transposeB ? -2 : -1)!;
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return fill([...batch, rowsA, columns], (index) => {
    const [outer, row, column] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
    return total(columnsA, (k) => {
      const left = transposeA ? [k, row] : [row, k];
      const right = transposeB ? [column, k] : [k, column];
      return batched(a, outer, left) * batched(b, outer, right);
    });
  });
}

function batched(x: Nd, outer: readonly number[], inner: readonly number[]): number {
  const own = x.shape
    .slice(0, -2)
    .map((size, axis) => (size === 1 ? 0 : outer[outer.length - x.shape.length + 2 + axis]!));
  return at(x, [...own, ...inner]);
}

/** Sums over every letter that the output does not have. */
function einsum(equation: string, xs: readonly Nd[]): Nd {
  const [left, output] = equation.split('->') as [string, string]; // as written below
  const subscripts = left.split(',');
  const sizes = new Map(
    subscripts.flatMap((letters, k) => [...letters].map((letter, axis) => [letter, xs[k]!.shape[axis]!])),
  );
  const summed = [...sizes.keys()].filter((letter) => !output.includes(letter));
  const inner = fill(
    summed.map((letter) => sizes.get(letter)!),
    () => 0,
  );
  return fill(
    [...output].map((letter) => sizes.get(letter)!),
    (index) => {
      const indices = new Map([...output].map((letter, axis) => [letter, index[axis]!]));
      return fill(inner.shape, (along) => {
        summed.forEach((letter, axis) => void indices.set(letter, along[axis]!));
        return subscripts.reduce(
          (factor, letters, k) =>
            factor *
            at(
              xs[k]!,
              [...letters].map((letter) => indices.get(letter)!),
            ),
          1,
        );
      }).data.reduce((sum, value) => sum + value, 0);
    },
  );
}

const equations = ['ij,jk->ik', 'bij,bjk->bki', 'i,j->ij', 'ij,jk->i', 'ijk->ki', 'bqhd,bkhd->bhqk', 'ij,ij->'];

/** Rows made orthonormal, one after the other. */
function orthonormal(rows: readonly (readonly number[])[]): number[][] {
  const done: number[][] = [];
  for (const row of rows) {
    const rest = done.reduce(
      (left, unit) => {
        const along = total(row.length, (i) => unit[i]! * left[i]!);
        return left.map((value, i) => value - along * unit[i]!);
      },
      [...row],
    );
    const length = Math.sqrt(total(rest.length, (i) => rest[i]! ** 2));
    done.push(rest.map((value) => value / length));
  }
  return done;
}

const rowsOf = (x: Nd): number[][] =>
  Array.from({ length: x.shape[0]! }, (_, row) =>
    Array.from({ length: x.shape[1]! }, (__, column) => at(x, [row, column])),
  );

/** Products of matrices and vectors, and linear algebra. */
export const products: readonly OperationSpec[] = [
  {
    name: 'matMul',
    draw: (draw) => {
      const [rows, inner, columns] = [draw.size(1, 6), draw.size(1, 6), draw.size(1, 6)];
      const [transposeA, transposeB] = [draw.pick(true, false), draw.pick(true, false)];
      const batches = draw.pick<[number[], number[]]>(
        [[], []],
        [[2], [2]],
        [[3], [1]],
        [
          [2, 2],
          [2, 2],
        ],
      );
      return {
        inputs: [
          draw.floats([...batches[0], ...(transposeA ? [inner, rows] : [rows, inner])]),
          draw.floats([...batches[1], ...(transposeB ? [columns, inner] : [inner, columns])]),
        ],
        run: (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, transposeA, transposeB),
        reference: (a, b) => multiply(a, b, transposeA, transposeB),
      };
    },
  },
  {
    name: 'fused.matMul',
    draw: (draw) => {
      const [rows, inner, columns] = [draw.size(1, 5), draw.size(1, 5), draw.size(1, 5)];
      const activation = draw.pick('linear', 'relu') as 'linear' | 'relu';
      return {
        inputs: [draw.floats([rows, inner]), draw.floats([inner, columns]), draw.floats([columns])],
        run: (a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor1D) => tf.fused.matMul({ a, b, bias, activation }),
        reference: (a, b, bias) =>
          zipped([multiply(a!, b!), bias!], (y, z) => (activation === 'relu' ? Math.max(y + z, 0) : y + z)),
      };
    },
  },
  {
    name: 'dot',
    draw: (draw) => {
      const [rows, inner, columns] = [draw.size(), draw.some(1, 5), draw.size()];
      const [a, b] = draw.pick<[number[], number[]]>(
        [[inner], [inner]],
        [[rows, inner], [inner]],
        [
          [rows, inner],
          [inner, columns],
        ],
      );
      return {
        inputs: [draw.floats(a), draw.floats(b)],
        run: (x: tf.Tensor2D, y: tf.Tensor2D) => tf.dot(x, y),
        reference: (x, y) => {
          const product = multiply(
            reshaped(x, a.length === 1 ? [1, inner] : a),
            reshaped(y, b.length === 1 ? [inner, 1] : b),
          );
          return reshaped(product, [...a.slice(0, -1), ...b.slice(1)]);
        },
      };
    },
  },
  {
    name: 'einsum',
    draw: (draw) => {
      const equation = draw.pick(...equations);
      const sizes = new Map<string, number>();
      const shapes = equation
        .split('->')[0]!
        .split(',')
        .map((letters) =>
          [...letters].map((letter) => {
            if (!sizes.has(letter)) sizes.set(letter, draw.size(2, 4));
            return sizes.get(letter)!;
          }),
        );
      return {
        inputs: shapes.map((shape) => draw.floats(shape)),
        run: (...xs: tf.Tensor[]) => tf.einsum(equation, ...xs),
        reference: (...xs) => einsum(equation, xs),
      };
    },
  },
  {
    name: 'diag',
    elementwise: true,
    draw: (draw) => ({
      inputs: [draw.floats(draw.shape(draw.some(1, 2)))],
      run: (x: tf.Tensor) => tf.diag(x),
      reference: (x) => {
        const rank = x.shape.length;
        return fill([...x.shape, ...x.shape], (index) => {
          const [first, second] = [index.slice(0, rank), index.slice(rank)];
          return String(first) === String(second) ? at(x, first) : 0;
        });
      },
    }),
  },
  {
    name: 'linalg.bandPart',
    draw: (draw) => {
      const [below, above] = [draw.some(0, 2), draw.some(0, 2)];
      const shape = [draw.size(1, 2), draw.some(3, 4), draw.some(3, 4)];
      return {
        inputs: [draw.floats(shape)],
        run: (x: tf.Tensor) => tf.linalg.bandPart(x, below, above),
        reference: (x) =>
          fill(shape, (index) => {
            const [row, column] = [index[1]!, index[2]!];
            return row - column <= below && column - row <= above ? at(x, index) : 0;
          }),
      };
    },
  },
  {
    name: 'linalg.gramSchmidt',
    without: ['none', 'zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => ({
      inputs: [draw.floats([3, draw.some(3, 5)])],
      run: (x: tf.Tensor2D) => tf.linalg.gramSchmidt(x) as tf.Tensor,
      reference: (x) => ({ ...x, data: Float64Array.from(orthonormal(rowsOf(x)).flat()) }),
    }),
  },
  {
    name: 'linalg.qr',
    derivatives: 'none',
    without: ['none', 'zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'],
    draw: (draw) => {
      const size = draw.some(2, 4);
      return {
        inputs: [draw.floats([size, size])],
        // Q and R are unique up to signs; with those of R's diagonal taken out they can be compared.
        run: (x: tf.Tensor2D) => {
          const [, r] = tf.linalg.qr(x);
          return tf.abs(r);
        },
        reference: (x) => {
          const turned = rowsOf(fill([size, size], ([row, column]) => at(x, [column!, row!])));
          const units = orthonormal(turned);
          return fill([size, size], ([row, column]) =>
            row! > column! ? 0 : Math.abs(total(size, (i) => units[row!]![i]! * turned[column!]![i]!)),
          );
        },
      };
    },
  },
  {
    name: 'sparseToDense',
    draw: (draw) => {
      const [count, size] = [draw.some(2, 3), draw.some(4, 6)];
      const indices = draw.distinct([count], size);
      return {
        inputs: [indices, draw.floats([count]), draw.floats([])],
        run: (at_: tf.Tensor1D, values: tf.Tensor1D, fallback: tf.Scalar) =>
          tf.sparseToDense(at_, values, [size], fallback),
        reference: (at_, values, fallback) =>
          fill([size], ([i]) => {
            const k = at_!.data.indexOf(i!);
            return k < 0 ? fallback!.data[0]! : values!.data[k]!;
          }),
      };
    },
  },
  {
    name: 'broadcastTo',
    elementwise: true,
    draw: (draw) => {
      const shape = [draw.some(2, 3), draw.size(), draw.some(2, 3)];
      return {
        inputs: [draw.floats(draw.pick([shape[1]!, 1], [1, shape[1]!, shape[2]!], [shape[2]!]))],
        run: (x: tf.Tensor) => tf.broadcastTo(x, shape as [number, number, number]),
        reference: (x) => fill(shape, (index) => broadcastAt(x, index)),
      };
    },
  },
  {
    name: 'broadcastArgs',
    derivatives: 'none',
    without: ['one', 'none'],
    draw: (draw) => {
      const size = draw.some(2, 5);
      return {
        inputs: [
          { shape: [3], data: Float64Array.of(2, 1, size), dtype: 'int32' },
          { shape: [2], data: Float64Array.of(size, 1), dtype: 'int32' },
        ],
        run: (a: tf.Tensor, b: tf.Tensor) => tf.broadcastArgs(a, b),
        reference: (a) => mapped({ ...a, data: Float64Array.of(2, size, size) }, (value) => value, 'int32'),
      };
    },
  },
];
