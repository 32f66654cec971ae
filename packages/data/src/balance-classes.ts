import { checkFunction, type Dataset } from '@neurite/core';
import type { DataPipeline } from './data-pipeline.js';
import type { SampleArrays } from './from-arrays.js';
import { pause } from './internal/breathe.js';
import { checkKey, keyOfEach } from './internal/key-of-each.js';
import { sampledBy } from './internal/sampled-by.js';
import { toRandomAccess } from './internal/split-source.js';
import type { SampleOptions } from './sample-options.js';
import type { SampleIn } from './split-options.js';

/** Elements between two looks at the clock. */
const PIECE = 2 ** 14;

/**
 * Draws elements at random so that all classes come equally often, however rare: each element by 1 / (size of its class).
 *
 * @param data arrays as for `fromArrays`, or a dataset whose elements can be reached in any order; read once, as in epoch 0
 * @param label the class of a sample
 * @returns a dataset of `count` elements, in random order, another one in each epoch
 * @throws ArgumentError as `sampleByWeight`
 * @example
 * const data = fromArrays({ x: new Float32Array(100), y: new Int32Array(100).fill(1, 0, 5) });
 * const balanced = await balanceClasses(data, ({ y }) => y.data[0]!); // half of them ones, on average
 */
export async function balanceClasses<const Data extends Dataset<unknown> | SampleArrays>(
  data: Data,
  label: (sample: SampleIn<Data>) => string | number,
  options: SampleOptions = {},
): Promise<DataPipeline<SampleIn<Data>>> {
  checkFunction('balanceClasses', 'label', label);
  const source = toRandomAccess<SampleIn<Data>>('balanceClasses', data);
  const labels: (string | number)[] = [];
  const sizes = new Map<string | number, number>();
  await keyOfEach('balanceClasses', source, (sample) => {
    const own = label(sample);
    checkKey('balanceClasses', 'label', own);
    labels.push(own);
    sizes.set(own, (sizes.get(own) ?? 0) + 1);
  });
  const weights = new Float64Array(labels.length);
  for (let i = 0; i < weights.length; i++) {
    if (i % PIECE === 0) await pause();
    weights[i] = 1 / sizes.get(labels[i]!)!;
  }
  return sampledBy('balanceClasses', data, weights, options);
}
