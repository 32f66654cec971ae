import type { ProgressLine } from '@neurite/command-kit/progress-line';
import { type Examination, examine } from '@neurite/data-validation';
import type { DataSet } from '../data/data-set.js';
import { drawSamples, mostSamples } from '../data/draw-samples.js';

/** Examines the samples of each data set as the first draw of all of them divides these, before anything learns. */
export async function examineAll(
  dataSets: readonly DataSet[],
  { seed, bar }: { readonly seed: number; readonly bar: ProgressLine },
): Promise<ReadonlyMap<string, Examination>> {
  const examinations = new Map<string, Examination>();
  for (const dataSet of dataSets) {
    bar.show(0, { stage: 'examining the data', detail: dataSet.name });
    const { train, test } = await drawSamples(dataSet, { samples: mostSamples(dataSet), seed: 1000 * seed });
    const [learned, tested] = [dataSet.examined(train), dataSet.examined(test)];
    const options = dataSet.target === undefined ? {} : { target: dataSet.target };
    examinations.set(dataSet.name, await examine(learned, tested, options));
  }
  return examinations;
}
