import type { InputKind } from '../data/data-set.js';
import { isNetwork, type ModelName } from '../models/model-names.js';
import type { CellResult } from '../run/results.js';
import { type Interval, meanInterval } from './intervals.js';

/** The cells of a model on some inputs with a number of samples: one for each seed. */
export type Group = {
  readonly model: ModelName;
  readonly inputs: InputKind;
  readonly samples: number;
  readonly cells: readonly CellResult[];
  readonly accuracy: Interval;
};

/** The cells of a data set, put together by model, inputs and number of samples, in the order in which they stand. */
export function groupsOf(cells: readonly CellResult[], dataSet: string): readonly Group[] {
  const groups = new Map<string, CellResult[]>();
  for (const cell of cells) {
    if (cell.dataSet !== dataSet) continue;
    const key = [cell.model, cell.inputs, cell.samples].join();
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].map((own) => {
    const { model, inputs, samples } = own[0]!;
    return {
      model,
      inputs,
      samples,
      cells: own,
      accuracy: meanInterval(
        own.map(({ accuracy }) => accuracy),
        resolutionOf(own),
      ),
    };
  });
}

/** An accuracy is known to one test sample. */
function resolutionOf(cells: readonly CellResult[]): number {
  return 1 / Math.min(...cells.map(({ tested }) => tested));
}

/** The numbers of samples that groups have, the smallest first. */
export function sizesOf(groups: readonly Group[]): readonly number[] {
  return [...new Set(groups.map(({ samples }) => samples))].sort((a, b) => a - b);
}

export type Side = 'raw' | 'features' | 'classical' | 'network';

/** Whether a group belongs to one of the sides that are compared: classical models on either inputs or both, or networks. */
function isOn(side: Side, { model, inputs }: Pick<Group, 'model' | 'inputs'>): boolean {
  if (isNetwork(model)) return side === 'network';
  return side === 'classical' || side === inputs;
}

/** The group of a side with the highest mean accuracy; undefined where there is none. */
export function bestOf(groups: readonly Group[], side: Side, samples: number): Group | undefined {
  const own = groups.filter((group) => group.samples === samples && isOn(side, group));
  return own.reduce<Group | undefined>(
    (best, group) => (best === undefined || group.accuracy.mean > best.accuracy.mean ? group : best),
    undefined,
  );
}

/** By how much the first is more accurate, on the samples and seeds that both have. */
export function differenceOf(first: Group, second: Group): Interval {
  const bySeed = new Map(second.cells.map(({ seed, accuracy }) => [seed, accuracy]));
  const differences = first.cells.flatMap(({ seed, accuracy }) => {
    const other = bySeed.get(seed);
    return other === undefined ? [] : [accuracy - other];
  });
  return meanInterval(differences, Math.SQRT2 * resolutionOf(first.cells));
}

/** The mean of something that was measured in each cell of a group. */
export function intervalOf(group: Group, number: (cell: CellResult) => number): Interval {
  return meanInterval(group.cells.map(number));
}
