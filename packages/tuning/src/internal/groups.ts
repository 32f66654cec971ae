import type { Axis } from '../samplers/axis.js';

/** Axes that are there together: those without a condition, or those of one variant. */
export type Group = { readonly condition: Axis['condition']; readonly indices: readonly number[] };

/** A variant's group comes after the one that holds its choice. */
export function groupsOf(axes: readonly Axis[]): readonly Group[] {
  const groups = new Map<string, { condition: Axis['condition']; indices: number[] }>();
  for (const [i, { condition }] of axes.entries()) {
    const key = condition === undefined ? '' : `${condition.axis} ${String(condition.value)}`;
    const group = groups.get(key) ?? { condition, indices: [] };
    group.indices.push(i);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** A point whose positions of axes that are not there are all the same, so that equal values are equal points. */
export function withoutAbsent(axes: readonly Axis[], positions: readonly number[]): number[] {
  return positions.map((position, i) =>
    isGroupThere({ condition: axes[i]!.condition, indices: [] }, axes, positions) ? position : 0.5,
  );
}

/** Whether the choices made so far lead to this group. */
export function isGroupThere({ condition }: Group, axes: readonly Axis[], positions: ArrayLike<number>): boolean {
  if (condition === undefined) return true;
  const above = axes[condition.axis]!;
  return (
    above.valueAt(positions[condition.axis]!) === condition.value &&
    isGroupThere({ condition: above.condition, indices: [] }, axes, positions)
  );
}
