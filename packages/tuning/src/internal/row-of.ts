/** A point with a position on every axis: what a trial does not have counts as in the middle. */
export function rowOf(positions: Float64Array): number[] {
  return Array.from(positions, (position) => (Number.isNaN(position) ? 0.5 : position));
}
