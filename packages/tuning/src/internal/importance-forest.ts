import type { RandomStream } from '@neurite/core';

/** A box of the space with one value: from `low` to `high` on each axis. */
type Leaf = { readonly low: Float64Array; readonly high: Float64Array; readonly value: number };
type Samples = { readonly rows: readonly (readonly number[])[]; readonly values: readonly number[] };

/** A function that is constant in each of some boxes that fill the cube from 0 to 1. */
export class BoxTree {
  readonly #leaves: readonly Leaf[];

  constructor(leaves: readonly Leaf[]) {
    this.#leaves = leaves;
  }

  /** The variance of the function over the cube. */
  variance(): number {
    const mean = this.#leaves.reduce((sum, leaf) => sum + volume(leaf) * leaf.value, 0);
    return this.#leaves.reduce((sum, leaf) => sum + volume(leaf) * (leaf.value - mean) ** 2, 0);
  }

  /** The variance along one axis of what the function is on average over all others. */
  varianceAlong(axis: number): number {
    const cuts = [...new Set(this.#leaves.flatMap(({ low, high }) => [low[axis]!, high[axis]!]))].sort((a, b) => a - b);
    const means = cuts.slice(0, -1).map((from, i) => {
      const middle = (from + cuts[i + 1]!) / 2;
      return this.#leaves.reduce((sum, leaf) => {
        const [low, high] = [leaf.low[axis]!, leaf.high[axis]!];
        return middle > low && middle < high ? sum + (volume(leaf) / (high - low)) * leaf.value : sum;
      }, 0);
    });
    const lengths = means.map((_, i) => cuts[i + 1]! - cuts[i]!);
    const mean = means.reduce((sum, value, i) => sum + lengths[i]! * value, 0);
    return means.reduce((sum, value, i) => sum + lengths[i]! * (value - mean) ** 2, 0);
  }
}

function volume({ low, high }: Leaf): number {
  return high.reduce((product, value, axis) => product * (value - low[axis]!), 1);
}

/** Regression trees, each of samples drawn with replacement. */
export function growForest(
  { rows, values }: Samples,
  { trees, random }: { readonly trees: number; readonly random: RandomStream },
): BoxTree[] {
  const axes = rows[0]!.length;
  return Array.from({ length: trees }, (_, tree) => {
    const own = random.child(`tree ${tree}`);
    const drawn = rows.map(() => own.integer(rows.length));
    const leaves: Leaf[] = [];
    const grow = (members: readonly number[], low: Float64Array, high: Float64Array): void => {
      const split = bestSplit({ rows, values }, members);
      if (split === undefined) {
        leaves.push({ low, high, value: members.reduce((sum, i) => sum + values[i]!, 0) / members.length });
        return;
      }
      const { axis, at } = split;
      const isBelow = (i: number): boolean => rows[i]![axis]! < at;
      grow(members.filter(isBelow), low, high.with(axis, at));
      grow(
        members.filter((i) => !isBelow(i)),
        low.with(axis, at),
        high,
      );
    };
    grow(drawn, new Float64Array(axes), new Float64Array(axes).fill(1));
    return new BoxTree(leaves);
  });
}

/** Where two groups differ most; undefined where a group is too small, or nothing differs. */
function bestSplit({ rows, values }: Samples, members: readonly number[]): { axis: number; at: number } | undefined {
  if (members.length < 3) return undefined;
  const total = members.reduce((sum, i) => sum + values[i]!, 0);
  let best: { axis: number; at: number } | undefined;
  // As good as none: rounding alone is no gain.
  let highest = (total * total) / members.length + 1e-12 * members.reduce((sum, i) => sum + values[i]! ** 2, 0);
  for (const [axis] of rows[0]!.entries()) {
    const order = members.toSorted((a, b) => rows[a]![axis]! - rows[b]![axis]!);
    let below = 0;
    for (let count = 1; count < order.length; count++) {
      below += values[order[count - 1]!]!;
      const [before, after] = [rows[order[count - 1]!]![axis]!, rows[order[count]!]![axis]!];
      if (before === after) continue;
      const gain = below ** 2 / count + (total - below) ** 2 / (order.length - count);
      if (gain > highest) [highest, best] = [gain, { axis, at: (before + after) / 2 }];
    }
  }
  return best;
}
