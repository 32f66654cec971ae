import {
  type AnyBlueprint,
  type AnyRank,
  type Blueprint,
  checkBlueprint,
  checkInteger,
  withConfig,
} from '@neurite/core';
import { sequential } from './sequential.js';

/**
 * The same layer several times one after the other, each with weights of its own: `layers.0.…`, `layers.1.…`. With a layer
 * that is `shared`, all use the same weights.
 *
 * @param count how often: an integer of at least 1
 * @param inner gives what it takes
 * @returns a blueprint for the inputs of `inner`
 * @throws ArgumentError when the count is not an integer of at least 1
 * @throws ShapeError, DtypeError from `outputSpec`, when `inner` does not take what it gives
 * @example
 * const block = residual(sequential(layerNorm(), dense(32), gelu(), dense(8)));
 * using model = build(repeat(3, block), { input: [8], seed: 7 });
 */
export function repeat(count: number, inner: AnyRank): AnyRank;
export function repeat<T>(count: number, inner: Blueprint<T, T>): Blueprint<T, T>;
export function repeat(count: number, inner: AnyBlueprint): AnyBlueprint {
  checkInteger('repeat', 'count', count, { min: 1 });
  checkBlueprint('repeat', 'inner', inner);
  const copies = Array.from({ length: count }, () => inner as AnyRank); // checked as a chain in `outputSpec`
  return withConfig('repeat', [count, inner], sequential(...copies) as AnyBlueprint);
}
