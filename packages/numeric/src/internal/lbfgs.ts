import { checkInteger, checkNumber, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, NumericError } from '@neurite/core/errors';
import type { MinimizeOptions, Minimum, ObjectiveResult } from '../optimization/objective.js';
import { lineSearch, type SearchOptions, type Trial } from './line-search.js';

/** A step that was taken, the change of the gradient over it, and 1 / (their product). */
type Correction = { readonly step: Float64Array; readonly change: Float64Array; readonly inverse: number };

type Place = { readonly x: Float64Array; readonly value: number; readonly gradient: Float64Array };

/**
 * L-BFGS. Yields the points that the function is to be computed at, and takes what it gives there, so that the function
 * may be asynchronous as well.
 *
 * @param where names the errors
 * @see Liu and Nocedal, "On the limited memory BFGS method for large scale optimization", 1989
 */
export function* lbfgs(
  where: string,
  start: ArrayLike<number>,
  options: MinimizeOptions,
): Generator<Float64Array, Minimum, ObjectiveResult> {
  const { memory, maxIterations, gradientTolerance, valueTolerance, rounding } = resolveOptions(where, options, {
    memory: 10,
    maxIterations: 1000,
    gradientTolerance: 1e-8,
    valueTolerance: 0,
    rounding: Number.EPSILON,
  });
  checkInteger(where, 'memory', memory, { min: 1 });
  checkInteger(where, 'maxIterations', maxIterations, { min: 0 });
  checkNumber(where, 'gradientTolerance', gradientTolerance, { atLeast: 0 });
  checkNumber(where, 'valueTolerance', valueTolerance, { atLeast: 0 });
  checkNumber(where, 'rounding', rounding, { atLeast: 0 });
  let evaluations = 0;
  const evaluate = function* (x: Float64Array): Generator<Float64Array, Place, ObjectiveResult> {
    // A copy, so that a function that keeps or changes it does no harm.
    const { value, gradient } = yield x.slice();
    evaluations++;
    if (gradient.length !== x.length) {
      const expected = `give a gradient of ${x.length} elements`;
      throw new ArgumentError({ where, argument: 'objective', expected, received: `one of ${gradient.length}` });
    }
    return { x, value, gradient: new Float64Array(gradient) };
  };

  let at = yield* evaluate(new Float64Array(start));
  if (!Number.isFinite(at.value + dot(at.gradient, at.gradient))) {
    const problem = 'the value or the gradient at the first point is not finite';
    throw new NumericError({ where, problem, advice: 'Start where the function is defined' });
  }
  const corrections: Correction[] = [];
  let iterations = 0;
  const end = (reason: Minimum['reason']): Minimum => {
    const { x, value, gradient } = at;
    return { x, value, gradient, iterations, evaluations, reason };
  };
  while (largest(at.gradient) > gradientTolerance) {
    if (iterations === maxIterations) return end('iterations');
    let direction = descent(at.gradient, corrections);
    let slope = dot(direction, at.gradient);
    if (!(slope < 0)) {
      // Rounding has made the curvature useless.
      corrections.length = 0;
      direction = descent(at.gradient, corrections);
      slope = dot(direction, at.gradient);
    }
    // Without curvature, the length of the gradient says nothing about that of the step.
    const first = corrections.length === 0 ? Math.min(1, 1 / Math.sqrt(-slope)) : 1;
    const found = yield* search(at, { direction, slope, first, rounding }, evaluate);
    if (found === undefined) {
      if (corrections.length === 0) return end('progress');
      // Once more along the gradient.
      corrections.length = 0;
      continue;
    }
    iterations++;
    remember(corrections, memory, { from: at, to: found });
    const decrease = at.value - found.value;
    at = found;
    if (decrease <= valueTolerance * Math.max(Math.abs(at.value), 1) && valueTolerance > 0) return end('value');
  }
  return end('gradient');
}

/** A place on the way along a direction. */
type PlaceOnLine = Place & Trial;

function* search(
  from: Place,
  { direction, slope, ...options }: { readonly direction: Float64Array; readonly slope: number } & SearchOptions,
  evaluate: (x: Float64Array) => Generator<Float64Array, Place, ObjectiveResult>,
): Generator<Float64Array, Place | undefined, ObjectiveResult> {
  const steps = lineSearch<PlaceOnLine>({ ...from, step: 0, slope }, options);
  let next = steps.next();
  while (next.done !== true) {
    const step = next.value;
    const x = from.x.slice();
    addScaled(x, direction, step);
    const place = yield* evaluate(x);
    next = steps.next({ ...place, step, slope: dot(direction, place.gradient) });
  }
  return next.value;
}

/** The negative gradient times an inverse of the second derivatives that the corrections make up. */
function descent(gradient: Float64Array, corrections: readonly Correction[]): Float64Array {
  const direction = new Float64Array(gradient.length);
  addScaled(direction, gradient, -1);
  const shares: number[] = [];
  for (const { step, change, inverse } of corrections.toReversed()) {
    const share = inverse * dot(step, direction);
    shares.push(share);
    addScaled(direction, change, -share);
  }
  const last = corrections.at(-1);
  if (last !== undefined) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
  }
  for (const { step, change, inverse } of corrections) {
    addScaled(direction, step, shares.pop()! - inverse * dot(change, direction));
  }
  return direction;
}

function remember(
  corrections: Correction[],
  memory: number,
  { from, to }: { readonly from: Place; readonly to: Place },
): void {
  const [step, change] = [to.x.slice(), to.gradient.slice()];
  addScaled(step, from.x, -1);
  addScaled(change, from.gradient, -1);
  const product = dot(step, change);
  // Where the function does not curve upwards, the step says nothing about a minimum.
  if (!(product > Number.EPSILON * dot(change, change))) return;
  corrections.push({ step, change, inverse: 1 / product });
  if (corrections.length > memory) corrections.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, factor: number): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

function largest(values: Float64Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}
