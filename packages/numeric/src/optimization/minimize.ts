import { lbfgs } from '../internal/lbfgs.js';
import type { MinimizeOptions, Minimum, ObjectiveResult } from './objective.js';

/**
 * Looks for a minimum of a smooth function of many numbers by L-BFGS, with a line search for the strong conditions of
 * Wolfe.
 *
 * @param objective the function: its value and its gradient at a point; a value that is not finite ends no more than
 *   the step that led there
 * @param start the first point, where both are finite
 * @throws ArgumentError when an option is out of range, or a gradient has another length than the point
 * @throws NumericError when the value or the gradient is not finite at `start`
 * @example
 * const { x } = minimize(
 *   ([a = 0, b = 0]) => ({ value: (a - 1) ** 2 + 10 * (b + 2) ** 2, gradient: [2 * (a - 1), 20 * (b + 2)] }),
 *   [0, 0],
 * );
 * console.log(x); // 1, -2
 */
export function minimize(
  objective: (x: Float64Array) => ObjectiveResult,
  start: ArrayLike<number>,
  options: MinimizeOptions = {},
): Minimum {
  const search = lbfgs('minimize', start, options);
  let next = search.next();
  while (next.done !== true) next = search.next(objective(next.value));
  return next.value;
}

/**
 * The same for a function that answers later, such as a loss whose value and gradient are read from tensors.
 *
 * @example
 * const { value } = await minimizeAsync(
 *   async ([x = 0]) => ({ value: Math.cosh(x), gradient: [Math.sinh(x)] }),
 *   [3],
 * );
 * console.log(value); // 1
 */
export async function minimizeAsync(
  objective: (x: Float64Array) => Promise<ObjectiveResult>,
  start: ArrayLike<number>,
  options: MinimizeOptions = {},
): Promise<Minimum> {
  const search = lbfgs('minimizeAsync', start, options);
  let next = search.next();
  while (next.done !== true) next = search.next(await objective(next.value));
  return next.value;
}
