import type { Tensor } from '@tensorflow/tfjs-core';
import { Geglu } from '../activations/geglu.js';
import { Glu } from '../activations/glu.js';
import { Reglu } from '../activations/reglu.js';
import { Swiglu } from '../activations/swiglu.js';

/**
 * `a · σ(b)` for the two halves a, b of the last axis.
 *
 * @param x […, 2 · features]
 * @returns a new tensor […, features], owned by the caller
 * @throws ShapeError when the last axis has no halves
 * @example
 * import { glu } from '@neurite/layers/activations';
 *
 * const y = glu(tensor2d([[1, 2, 0, 0]])); // [[0.5, 1]]
 */
export function glu<T extends Tensor>(x: T): T {
  return new Glu<T>().forward(x);
}

/**
 * `relu(a) · b` for the two halves a, b of the last axis.
 *
 * @param x […, 2 · features]
 * @returns a new tensor […, features], owned by the caller
 * @throws ShapeError when the last axis has no halves
 * @example
 * import { reglu } from '@neurite/layers/activations';
 *
 * const y = reglu(tensor2d([[1, -2, 3, 4]])); // [[3, 0]]
 */
export function reglu<T extends Tensor>(x: T): T {
  return new Reglu<T>().forward(x);
}

/**
 * `gelu(a) · b` for the two halves a, b of the last axis.
 *
 * @param x […, 2 · features]
 * @returns a new tensor […, features], owned by the caller
 * @throws ShapeError when the last axis has no halves
 * @example
 * import { geglu } from '@neurite/layers/activations';
 *
 * const y = geglu(tensor2d([[1, 0, 2, 4]])); // [[1.683, 0]]
 */
export function geglu<T extends Tensor>(x: T): T {
  return new Geglu<T>().forward(x);
}

/**
 * `silu(a) · b` for the two halves a, b of the last axis.
 *
 * @param x […, 2 · features]
 * @returns a new tensor […, features], owned by the caller
 * @throws ShapeError when the last axis has no halves
 * @example
 * import { swiglu } from '@neurite/layers/activations';
 *
 * const y = swiglu(tensor2d([[1, 0, 2, 4]])); // [[1.462, 0]]
 */
export function swiglu<T extends Tensor>(x: T): T {
  return new Swiglu<T>().forward(x);
}
