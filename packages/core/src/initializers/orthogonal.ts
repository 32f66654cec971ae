import { tensor } from '@tensorflow/tfjs-core';
import { checkNumber, resolveOptions } from '../checks.js';
import { withConfig } from '../config.js';
import { ShapeError } from '../errors.js';
import type { RandomStream } from '../random-stream.js';
import { formatShape, type Shape, sizeOf } from '../shape.js';
import type { Initializer } from './initializer.js';

/** How an orthogonal weight is scaled. */
export type OrthogonalOptions = {
  /** The length of each row or column, whichever are fewer. Default 1. */
  readonly gain?: number;
};

/**
 * A random orthogonal matrix: with all axes but the last as rows, `WᵀW = gain² · I`, or `WWᵀ` where there are fewer rows
 * than columns. Every such matrix is equally likely.
 *
 * The same distribution as `orthogonal_` of PyTorch (transposed, as weights are there) and `Orthogonal` of Keras.
 * Made orthogonal in float64, so that one seed gives the same bits on every backend.
 *
 * @returns an initializer; the caller owns the tensors that it gives
 * @throws ArgumentError when the gain is not finite; the initializer a ShapeError for fewer than two axes
 * @example
 * const recurrent = orthogonal()([32, 32], RandomStream.fromSeed(7));
 * @see Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014
 */
export function orthogonal(options: OrthogonalOptions = {}): Initializer {
  const { gain } = resolveOptions('orthogonal', options, { gain: 1 });
  checkNumber('orthogonal', 'gain', gain);
  return withConfig('initializers.orthogonal', [options], (shape: Shape, random: RandomStream) => {
    if (shape.length < 2) {
      throw new ShapeError({
        where: 'orthogonal',
        argument: 'shape',
        expected: 'have at least two axes',
        received: formatShape(shape),
      });
    }
    const columns = shape.at(-1)!;
    const rows = sizeOf(shape.slice(0, -1));
    const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random);
    const values = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const entry = rows < columns ? vectors[row]![column]! : vectors[column]![row]!;
        values[row * columns + column] = gain * entry;
      }
    }
    return tensor(values, [...shape], 'float32');
  });
}

/** `count` orthonormal vectors. Each is orthogonalized twice against those before it, as once leaves rounding errors (Kahan). */
function orthonormal(count: number, length: number, random: RandomStream): Float64Array[] {
  const vectors: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const vector = Float64Array.from({ length }, () => random.normal());
    for (let pass = 0; pass < 2; pass++) {
      for (const other of vectors) {
        let along = 0;
        for (let k = 0; k < length; k++) along += vector[k]! * other[k]!;
        for (let k = 0; k < length; k++) vector[k] = vector[k]! - along * other[k]!;
      }
    }
    let squares = 0;
    for (const value of vector) squares += value * value;
    const norm = Math.sqrt(squares);
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}
