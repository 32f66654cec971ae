import type { Axis } from '../samplers/axis.js';

/** A position in the middle of its level where there are levels, so that equal values are equal points. */
export function snapped({ levels, rangeAt }: Axis, position: number): number {
  if (levels === Number.POSITIVE_INFINITY) return position;
  const [low, high] = rangeAt(position);
  return (low + high) / 2;
}
