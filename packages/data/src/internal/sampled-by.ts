import { ArgumentError, checkInteger, type Dataset, resolveOptions } from '@neurite/core';
import { DataPipeline } from '../data-pipeline.js';
import type { SampleArrays } from '../from-arrays.js';
import type { SampleOptions } from '../sample-options.js';
import { toRandomAccess } from './split-source.js';
import { reorderSource } from './stages/reorder.js';
import { type AliasTable, aliasTable, drawWithoutReplacement, drawWithReplacement } from './weighted-draws.js';

/** Elements drawn by weights; `where` is named in errors. */
export function sampledBy<T>(
  where: string,
  data: Dataset<unknown> | SampleArrays,
  weights: ArrayLike<number>,
  options: SampleOptions,
): DataPipeline<T> {
  const source = toRandomAccess<T>(where, data);
  const { count, replacement, seed } = resolveOptions(where, options, {
    count: source.size,
    replacement: true,
    seed: undefined,
  });
  checkInteger(where, 'count', count, { min: 0 });
  if (seed !== undefined) checkInteger(where, 'seed', seed, { min: 0 });
  const drawable = checkWeights(where, weights, source.size);
  if (!replacement && count > drawable) {
    const expected = `be at most ${drawable}, the number of elements with a weight above 0`;
    throw new ArgumentError({ where, argument: 'count', expected, received: String(count) });
  }
  let table: Promise<AliasTable> | undefined;
  return new DataPipeline(
    reorderSource(source, {
      stage: 'sample',
      size: count,
      seed,
      draw: async (random) => {
        if (!replacement) return drawWithoutReplacement(weights, count, random);
        table ??= aliasTable(weights);
        return drawWithReplacement(await table, count, random);
      },
    }),
  );
}

/** @returns how many are above 0 */
function checkWeights(where: string, weights: ArrayLike<number>, size: number): number {
  if (weights?.length !== size) {
    const expected = `have one for each of the ${size} elements`;
    throw new ArgumentError({ where, argument: 'weights', expected, received: String(weights?.length ?? weights) });
  }
  let above = 0;
  for (let i = 0; i < size; i++) {
    const weight = weights[i]!;
    if (!Number.isFinite(weight) || weight < 0) {
      const received = `${weight} for element ${i}`;
      throw new ArgumentError({ where, argument: 'weights', expected: 'be finite and at least 0', received });
    }
    if (weight > 0) above++;
  }
  if (above > 0) return above;
  throw new ArgumentError({ where, argument: 'weights', expected: 'have one above 0', received: 'none' });
}
