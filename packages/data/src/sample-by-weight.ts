import type { Dataset } from '@neurite/core';
import type { DataPipeline } from './data-pipeline.js';
import type { SampleArrays } from './from-arrays.js';
import { sampledBy } from './internal/sampled-by.js';
import type { SampleOptions } from './sample-options.js';
import type { SampleIn } from './split-options.js';

/**
 * Draws elements at random, each by its weight, anew in each epoch.
 *
 * P(i) = wᵢ / Σⱼ wⱼ for each draw; without replacement j goes over the elements that have not come yet.
 *
 * @param data arrays as for `fromArrays`, or a dataset whose elements can be reached in any order
 * @param weights one for each element, at least 0; they need not add up to 1
 * @returns a dataset of `count` elements, in random order
 * @throws ArgumentError when a weight is negative or not finite, their number is not that of the elements, all are 0, or
 *   without replacement fewer than `count` are above 0
 * @example
 * const data = fromArrays({ x: Float32Array.of(1, 2, 3, 4) });
 * const hard = sampleByWeight(data, [1, 1, 1, 7], { count: 100 }); // 70 of them the last one, on average
 * @see https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.WeightedRandomSampler
 */
export function sampleByWeight<const Data extends Dataset<unknown> | SampleArrays>(
  data: Data,
  weights: ArrayLike<number>,
  options: SampleOptions = {},
): DataPipeline<SampleIn<Data>> {
  return sampledBy('sampleByWeight', data, weights, options);
}
