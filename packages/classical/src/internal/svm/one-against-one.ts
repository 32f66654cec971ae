import type { Table } from '@neurite/core';
import type { Turns } from '../turns.js';
import { RbfRows } from './rbf-rows.js';
import type { KernelSum } from './rbf-sums.js';
import { type DualRules, solveDual } from './solve-dual.js';

/** A machine for each pair of classes. Of a pair, scores above 0 are on the side of the class with the larger index. */
export type PairMachines = {
  /** Indices of rows that some machine depends on, class by class. */
  readonly support: Uint32Array;
  /** How many there are of each class. */
  readonly counts: Int32Array;
  /** Those of each support vector against each other class, in the order of their indices: (classes − 1) × support. */
  readonly coefficients: Float64Array;
  /** Of the pairs 0 and 1, 0 and 2, …, 1 and 2, … */
  readonly intercepts: Float64Array;
};

/** The pairs of classes in the order of intercepts. */
export function pairsOf(classes: number): (readonly [number, number])[] {
  return Array.from({ length: classes }, (_, i) =>
    Array.from({ length: classes - 1 - i }, (_, k) => [i, i + 1 + k] as const),
  ).flat();
}

export async function learnPairs(
  {
    x,
    labels,
    classes,
    upper,
  }: {
    readonly x: Table;
    readonly labels: Int32Array;
    readonly classes: number;
    /** C of each row; rows with 0 are left out. */
    readonly upper: Float64Array;
  },
  rules: DualRules & { readonly gamma: number; readonly cache: number },
  turns: Turns,
): Promise<PairMachines> {
  const members: number[][] = Array.from({ length: classes }, () => []);
  for (const [row, label] of labels.entries()) if (upper[row]! > 0) members[label]!.push(row);
  const columns = Array.from({ length: classes - 1 }, () => new Float64Array(x.rows));
  const intercepts: number[] = [];
  for (const [low, high] of pairsOf(classes)) {
    const rows = [...members[low]!, ...members[high]!];
    const border = members[low]!.length;
    if (border === 0 || border === rows.length) {
      // There is nothing against the class that has rows.
      intercepts.push(border === 0 ? 1 : -1);
      continue;
    }
    await turns.next();
    const bounds = Float64Array.from(rows, (row) => upper[row]!);
    const { theta, intercept } = await solveDual(
      {
        kernel: new RbfRows(x, rows, { gamma: rules.gamma, bytes: rules.cache * 1e6 }),
        y: Float64Array.from(rows, (_, i) => (i < border ? -1 : 1)),
        lower: bounds.map((bound, i) => (i < border ? -bound : 0)),
        upper: bounds.map((bound, i) => (i < border ? 0 : bound)),
        epsilon: 0,
      },
      rules,
      turns,
    );
    intercepts.push(intercept);
    for (const [i, row] of rows.entries()) columns[i < border ? high - 1 : low]![row] = theta[i]!;
  }
  const own = members.map((rows) => rows.filter((row) => columns.some((column) => column[row] !== 0)));
  const support = Uint32Array.from(own.flat());
  return {
    support,
    counts: Int32Array.from(own, (rows) => rows.length),
    coefficients: Float64Array.from(columns.flatMap((column) => Array.from(support, (row) => column[row]!))),
    intercepts: Float64Array.from(intercepts),
  };
}

/** What has to be added up for the score of each pair. */
export function sumsOfPairs({ counts, coefficients }: Pick<PairMachines, 'counts' | 'coefficients'>): KernelSum[] {
  const classes = counts.length;
  const total = coefficients.length / (classes - 1);
  const pairs = pairsOf(classes);
  const ends = counts.map((_, label) => counts.subarray(0, label + 1).reduce((sum, count) => sum + count, 0));
  return Array.from(counts, (count, label) => {
    const end = ends[label]!;
    const start = end - count;
    const terms = pairs.flatMap(([low, high], output) => {
      if (low !== label && high !== label) return [];
      const at = (low === label ? high - 1 : low) * total;
      return [{ output, coefficients: coefficients.subarray(at + start, at + end) }];
    });
    return { start, end, terms };
  });
}
