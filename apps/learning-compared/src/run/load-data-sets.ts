import type { Absent, DataSet } from '../data/data-set.js';
import { digits } from '../data/digits.js';
import { penguins } from '../data/penguins.js';
import { pets } from '../data/pets.js';
import type { Options, Scale } from './settings.js';

/** The data sets of a run, and those that are not there. */
export async function loadDataSets(
  options: Pick<Options, 'pets'>,
  { most }: Pick<Scale, 'most'>,
): Promise<{ readonly dataSets: readonly DataSet[]; readonly absent: readonly Absent[] }> {
  const all = [await penguins(), await digits({ most }), await pets(options.pets, { most })];
  return {
    dataSets: all.filter((one) => 'labels' in one),
    absent: all.filter((one) => 'reason' in one),
  };
}
