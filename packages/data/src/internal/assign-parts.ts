import type { RandomStream } from '@neurite/core';
import { apportion } from './apportion.js';
import { pause } from './breathe.js';
import { permute } from './permute.js';

/** Samples between two looks at the clock. */
const PIECE = 2 ** 14;

/** What says where samples may go: the class and the group of each, where there are any. Equal keys belong together. */
export type SampleKeys = {
  readonly size: number;
  readonly labels: readonly unknown[] | undefined;
  readonly groups: readonly unknown[] | undefined;
};

/** The indices of each part, in random order. Every index is in exactly one part. */
export async function assignParts(
  { size, labels, groups }: SampleKeys,
  fractions: readonly number[],
  random: RandomStream,
): Promise<readonly Uint32Array[]> {
  const order = await permute(random.child('order'), size);
  const parts = await (groups === undefined
    ? assignSamples(labels, order, fractions)
    : assignGroups({ labels, groups }, order, fractions));
  const shuffled: Uint32Array[] = [];
  for (const [part, indices] of parts.entries()) {
    const places = await permute(random.child(`part ${part}`), indices.length);
    for (let i = 0; i < places.length; i++) {
      if (i % PIECE === 0) await pause();
      places[i] = indices[places[i]!]!;
    }
    shuffled.push(places);
  }
  return shuffled;
}

async function assignSamples(
  labels: readonly unknown[] | undefined,
  order: Uint32Array,
  fractions: readonly number[],
): Promise<readonly Uint32Array[]> {
  const classes = labels === undefined ? [order] : await collect(order, labels);
  const rows = apportion(
    classes.map(({ length }) => length),
    fractions,
  );
  const parts: Uint32Array[] = [];
  for (const part of fractions.keys()) {
    const indices = new Uint32Array(rows.reduce((sum, row) => sum + row[part]!, 0));
    let at = 0;
    for (const [c, members] of classes.entries()) {
      const start = rows[c]!.slice(0, part).reduce((sum, count) => sum + count, 0);
      const end = start + rows[c]![part]!;
      for (let i = start; i < end; i++) {
        if (at % PIECE === 0) await pause();
        indices[at++] = members[i]!;
      }
    }
    parts.push(indices);
  }
  return parts;
}

/**
 * The largest group first, each into the part that lacks most of what it holds, class by class. So no part gets more
 * than its share by a whole group or more, where there is one class.
 */
async function assignGroups(
  { labels, groups }: { readonly labels: readonly unknown[] | undefined; readonly groups: readonly unknown[] },
  order: Uint32Array,
  fractions: readonly number[],
): Promise<readonly (readonly number[])[]> {
  const parts: number[][] = fractions.map(() => []);
  const classSizes = await countLabels(labels, order);
  const lacking = fractions.map(
    (fraction) => new Map([...classSizes].map(([label, size]) => [label, size * fraction])),
  );
  const collected = await collect(order, groups);
  for (const indices of collected.toSorted((a, b) => b.length - a.length)) {
    await pause();
    const counts = [...(await countLabels(labels, indices))];
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
    for (const index of indices) parts[best]!.push(index);
    for (const [label, count] of counts) lacking[best]!.set(label, lacking[best]!.get(label)! - count);
  }
  return parts;
}

/** How many of some samples are of each class; all are of one where there are no labels. */
async function countLabels(
  labels: readonly unknown[] | undefined,
  indices: ArrayLike<number>,
): Promise<Map<unknown, number>> {
  if (labels === undefined) return new Map([[undefined, indices.length]]);
  const counts = new Map<unknown, number>();
  for (let i = 0; i < indices.length; i++) {
    if (i > 0 && i % PIECE === 0) await pause();
    const label = labels[indices[i]!];
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

/** The indices of each key, in their order. */
async function collect(order: Uint32Array, keys: readonly unknown[]): Promise<readonly (readonly number[])[]> {
  const collected = new Map<unknown, number[]>();
  for (let at = 0; at < order.length; at++) {
    if (at % PIECE === 0) await pause();
    const index = order[at]!;
    const indices = collected.get(keys[index]);
    if (indices === undefined) collected.set(keys[index], [index]);
    else indices.push(index);
  }
  return [...collected.values()];
}
