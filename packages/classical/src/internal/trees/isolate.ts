import type { RandomStream, Table } from '@neurite/core';
import type { TreeNodes } from './grow-tree.js';

const EULER = 0.577_215_664_901_532_9;

/** The mean depth of an unsuccessful search in a binary search tree of so many rows. */
export function pathOf(rows: number): number {
  if (rows <= 1) return 0;
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + EULER) - (2 * (rows - 1)) / rows;
}

/**
 * Divides rows by random columns at random thresholds, until each is alone or as deep as the mean of such trees. The value of
 * a leaf is its depth, and what its rows would need further.
 */
export function isolate({ columns, data }: Table, samples: Uint32Array, random: RandomStream): TreeNodes {
  const maxDepth = Math.ceil(Math.log2(Math.max(samples.length, 2)));
  const tree: TreeNodes = {
    features: [],
    thresholds: [],
    missingLefts: [],
    lefts: [],
    rights: [],
    values: [],
    weights: [],
    impurities: [],
  };
  const open = [{ start: 0, end: samples.length, depth: 0 }];
  const add = (count: number, depth: number): void => {
    tree.features.push(-1);
    tree.thresholds.push(0);
    tree.missingLefts.push(0);
    tree.lefts.push(0);
    tree.rights.push(0);
    tree.values.push(depth + pathOf(count));
    tree.weights.push(count);
    tree.impurities.push(0);
  };
  add(samples.length, 0);
  const order = Uint32Array.from({ length: columns }, (_, column) => column);
  for (let node = 0; node < open.length; node++) {
    const { start, end, depth } = open[node]!;
    if (end - start < 2 || depth >= maxDepth) continue;
    for (let tried = 0; tried < columns; tried++) {
      const other = tried + random.integer(columns - tried);
      const column = order[other]!;
      order[other] = order[tried]!;
      order[tried] = column;
      let low = Infinity;
      let high = -Infinity;
      for (let i = start; i < end; i++) {
        const value = data[samples[i]! * columns + column]!;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
      if (low === high) continue;
      const share = random.uniform();
      const drawn = low * (1 - share) + high * share;
      const threshold = drawn < high ? drawn : low;
      let middle = start;
      for (let i = start; i < end; i++) {
        const row = samples[i]!;
        if (data[row * columns + column]! > threshold) continue;
        samples[i] = samples[middle]!;
        samples[middle++] = row;
      }
      tree.features[node] = column;
      tree.thresholds[node] = threshold;
      tree.lefts[node] = open.length;
      tree.rights[node] = open.length + 1;
      add(middle - start, depth + 1);
      add(end - middle, depth + 1);
      open.push({ start, end: middle, depth: depth + 1 }, { start: middle, end, depth: depth + 1 });
      break;
    }
  }
  return tree;
}
