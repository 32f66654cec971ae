import { RandomStream } from '@neurite/core';
import type { ExamineOptions } from '../examine-options.js';
import { type ColumnStatistics, columnStatistics } from './column-statistics.js';
import { isIdentifier } from './identifiers.js';
import type { Feature, Part } from './part.js';
import type { ReadData } from './read-data.js';
import { type RowGroups, rowGroups } from './row-groups.js';

/** The data, and what several rules compute about it: once, when it is first asked for. */
export type Examined = {
  readonly train: Part;
  readonly test: Part | undefined;
  readonly task: 'classes' | 'numbers';
  readonly options: ExamineOptions;
  readonly seed: number;
  readonly random: RandomStream;
  statistics(feature: Feature): ColumnStatistics;
  /** The names of columns of which each row has its own value. */
  identifiers(): ReadonlySet<string>;
  /** The columns that rows are compared by and learned from: no identifiers. */
  compared(part: Part): readonly Feature[];
  groups(): RowGroups;
  /** The result of a computation that several rules need. */
  shared<T>(key: string, compute: () => T): T;
};

export function examined({ train, test, task }: ReadData, options: ExamineOptions): Examined {
  const seed = options.seed ?? 0;
  const statistics = new Map<Feature, ColumnStatistics>();
  const results = new Map<string, unknown>();
  const data: Examined = {
    train,
    test,
    task,
    options,
    seed,
    random: RandomStream.fromSeed(seed),
    statistics: (feature) => {
      const known = statistics.get(feature) ?? columnStatistics(feature);
      statistics.set(feature, known);
      return known;
    },
    identifiers: () =>
      data.shared('identifiers', () => {
        const own = train.features.filter((feature) => isIdentifier(feature, data.statistics(feature)));
        return new Set(train.images === undefined ? own.map(({ name }) => name) : []);
      }),
    compared: (part) => part.features.filter(({ name, kind }) => kind !== 'text' && !data.identifiers().has(name)),
    groups: () =>
      data.shared('groups', () => {
        const names = new Set(train.features.map(({ name }) => name).filter((name) => !data.identifiers().has(name)));
        return rowGroups([train, ...(test === undefined ? [] : [test])], names);
      }),
    shared: <T>(key: string, compute: () => T) => {
      if (!results.has(key)) results.set(key, compute());
      return results.get(key) as T; // whoever uses a key computes the same
    },
  };
  return data;
}
