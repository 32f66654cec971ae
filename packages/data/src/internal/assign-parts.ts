import type { RandomStream } from '@neurite/core';
import { apportion } from './apportion.js';

/** What says where a sample may go; equal keys belong together. */
export type SampleKeys = { readonly label?: unknown; readonly group?: unknown };

/** The indices of each part, in random order. Every index is in exactly one part. */
export function assignParts(
  keys: readonly SampleKeys[],
  fractions: readonly number[],
  { grouped, random }: { readonly grouped: boolean; readonly random: RandomStream },
): readonly Uint32Array[] {
  const parts: number[][] = fractions.map(() => []);
  const order = random.child('order').permutation(keys.length);
  if (grouped) assignGroups(keys, order, fractions, parts);
  else assignSamples(keys, order, fractions, parts);
  return parts.map((indices, part) => {
    const shuffled = random.child(`part ${part}`).permutation(indices.length);
    return shuffled.map((index) => indices[index]!);
  });
}

function assignSamples(
  keys: readonly SampleKeys[],
  order: Uint32Array,
  fractions: readonly number[],
  parts: readonly number[][],
): void {
  const classes = [...collect(order, (index) => keys[index]!.label).values()];
  const rows = apportion(
    classes.map(({ length }) => length),
    fractions,
  );
  for (const [c, indices] of classes.entries()) {
    let start = 0;
    for (const [part, count] of rows[c]!.entries()) {
      parts[part]!.push(...indices.slice(start, start + count));
      start += count;
    }
  }
}

/**
 * The largest group first, each into the part that lacks most of what it holds, class by class. So no part gets more
 * than its share by a whole group or more, where there is one class.
 */
function assignGroups(
  keys: readonly SampleKeys[],
  order: Uint32Array,
  fractions: readonly number[],
  parts: readonly number[][],
): void {
  const classSizes = countLabels(keys, order);
  const lacking = fractions.map(
    (fraction) => new Map([...classSizes].map(([label, size]) => [label, size * fraction])),
  );
  const groups = [...collect(order, (index) => keys[index]!.group).values()];
  for (const indices of groups.toSorted((a, b) => b.length - a.length)) {
    const counts = [...countLabels(keys, indices)];
    // How much the sum of squares of what is lacking falls, each class by its own size, so that rare ones count too.
    const gains = lacking.map((lacks) =>
      counts.reduce(
        (gain, [label, count]) => gain + (count * (2 * lacks.get(label)! - count)) / classSizes.get(label)!,
        0,
      ),
    );
    // Of equal gains the part that lacks most in all: it may hold nothing yet.
    const total = lacking.map((lacks) => [...lacks.values()].reduce((sum, count) => sum + count, 0));
    const best = gains.reduce(
      (a, gain, b) => (gain > gains[a]! || (gain === gains[a]! && total[b]! > total[a]!) ? b : a),
      0,
    );
    parts[best]!.push(...indices);
    for (const [label, count] of counts) lacking[best]!.set(label, lacking[best]!.get(label)! - count);
  }
}

function countLabels(keys: readonly SampleKeys[], indices: Iterable<number>): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const index of indices) counts.set(keys[index]!.label, (counts.get(keys[index]!.label) ?? 0) + 1);
  return counts;
}

function collect(order: Iterable<number>, keyOf: (index: number) => unknown): Map<unknown, number[]> {
  const collected = new Map<unknown, number[]>();
  for (const index of order) {
    const key = keyOf(index);
    const indices = collected.get(key);
    if (indices === undefined) collected.set(key, [index]);
    else indices.push(index);
  }
  return collected;
}
