import { checkNumber, ShapeError } from '@neurite/core';

/**
 * How much of the space between a reference and some points is dominated by them: the measure of a Pareto front by which searches
 * with several objectives are compared. Every objective is minimized; what is not below the reference counts nothing.
 *
 * The time grows with (number of points)^(number of objectives − 1).
 *
 * @param points one row of losses for each
 * @param reference a loss for each objective that is just not good enough: finite
 * @throws ShapeError when a point has another number of losses
 * @throws ArgumentError when the reference is not finite
 * @example
 * const volume = hypervolume([[1, 3], [2, 1]], [4, 4]); // 3 · 1 + 2 · 2 = 7
 * @see Zitzler and Thiele, "Multiobjective optimization using evolutionary algorithms", 1998
 */
export function hypervolume(points: readonly (readonly number[])[], reference: readonly number[]): number {
  for (const [i, value] of reference.entries()) checkNumber('hypervolume', `reference[${i}]`, value);
  const wrong = points.find((point) => point.length !== reference.length);
  if (wrong !== undefined) {
    throw new ShapeError({
      where: 'hypervolume',
      argument: 'points',
      expected: `have ${reference.length} losses each, as the reference`,
      received: `${wrong.length}`,
    });
  }
  return volume(
    points.filter((point) => point.every((loss, i) => loss < reference[i]!)),
    reference,
  );
}

/** Slices along the last objective: between two losses, what dominates is a volume of one objective fewer. */
function volume(points: readonly (readonly number[])[], reference: readonly number[]): number {
  if (points.length === 0) return 0;
  const last = reference.length - 1;
  if (last === 0) return reference[0]! - Math.min(...points.map(([loss]) => loss!));
  const order = points.toSorted((a, b) => a[last]! - b[last]!);
  const rest = reference.slice(0, last);
  let sum = 0;
  for (const [i, point] of order.entries()) {
    const height = (order[i + 1]?.[last] ?? reference[last]!) - point[last]!;
    if (height > 0)
      sum +=
        height *
        volume(
          order.slice(0, i + 1).map((each) => each.slice(0, last)),
          rest,
        );
  }
  return sum;
}
