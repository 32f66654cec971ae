import { finish } from './internal/breathe.js';
import { stackElements } from './internal/stack-elements.js';
import type { Stacked } from './stacked.js';

/**
 * Makes one element of many: arrays of one shape become one array with a leading axis, field by field.
 *
 * @param elements at least one; host arrays, typed arrays, numbers (which become float32, so that a batch of integers
 *   has the dtype of any other), or records and tuples of these
 * @returns copies
 * @throws ShapeError naming the field and the element when the shapes differ
 * @example
 * const steps = fromArrays({ price: Float32Array.of(1, 2, 3, 4) }).window(3).map(stack);
 * (await steps.at(1)).price; // data 2, 3, 4 of shape [3]
 */
export function stack<T>(elements: readonly T[]): Stacked<T> {
  return finish(stackElements(elements, 'stack', 0));
}
