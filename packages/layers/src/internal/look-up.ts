import { ArgumentError, DtypeError, formatShape, type Parameter, ShapeError } from '@neurite/core';
import {
  gather,
  maximum,
  minimum,
  mul,
  rsqrt,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/**
 * The rows of a table for a batch of ids, in a scope where `maxNorm` is given.
 *
 * @param x int32, [batch, time]
 * @param maxNorm rows are at most this long; undefined for any length
 * @returns [batch, time, dimension]
 * @throws ArgumentError when a backend refuses an id
 * @throws DtypeError, ShapeError when `x` is something else
 */
export function lookUp(
  where: string,
  x: Tensor2D,
  { table, maxNorm }: { readonly table: Parameter<Tensor2D>; readonly maxNorm: number | undefined },
): Tensor3D {
  if (x.dtype !== 'int32') {
    throw new DtypeError({
      where,
      argument: 'x',
      expected: 'be int32',
      received: x.dtype,
      advice: "Convert the ids with cast(x, 'int32')",
    });
  }
  if (x.shape.length !== 2) {
    throw new ShapeError({
      where,
      argument: 'x',
      expected: 'have shape [batch, time]',
      received: formatShape(x.shape),
    });
  }
  try {
    const rows = gather<Tensor>(table.value, x) as Tensor3D; // one axis for the id becomes two and one stays
    return shortened(rows, maxNorm);
  } catch (error) {
    throw outOfRange(where, error, table.shape[0]!);
  }
}

/** Rows of at most this length. */
function shortened(rows: Tensor3D, maxNorm: number | undefined): Tensor3D {
  if (maxNorm === undefined) return rows;
  // The root has no gradient at 0; squares this small are far below any limit.
  const squares = maximum(sum(square(rows), -1, true), 1e-30);
  return mul(rows, minimum(mul(rsqrt(squares), maxNorm), 1));
}

/** What a backend that reads ids says about one, in the words of this layer. */
function outOfRange(where: string, error: unknown, vocabularySize: number): unknown {
  const id = error instanceof Error ? /index value (-?\d+)/.exec(error.message)?.[1] : undefined;
  if (id === undefined) return error;
  return new ArgumentError({
    where,
    argument: 'x',
    expected: `hold ids from 0 to ${vocabularySize - 1}`,
    received: id,
    advice: 'Map unknown words to an id of their own, or build the layer with a larger vocabularySize',
    cause: error,
  });
}
