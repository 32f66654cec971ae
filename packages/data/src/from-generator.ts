import { checkFunction, checkInteger, type RandomStream, resolveOptions } from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { iteratorSource } from './internal/iterator-source.js';
import { streamOf } from './internal/source.js';

/** What a generator may depend on, so that the same pass gives the same elements. */
export type GeneratorPass = { readonly epoch: number; readonly random: RandomStream };

/**
 * A dataset of what a generator function yields, called anew for each pass.
 *
 * @param generate a generator function, async or not. It must yield the same for the same epoch and random stream: to
 *   go on at a position, it is run from the beginning
 * @param options.seed what `random` begins with. Default: that of the run (`iterate({ seed })`, which is 0 by default)
 * @example
 * const noise = fromGenerator(function* ({ random }) {
 *   for (;;) yield { x: random.normals(2) };
 * });
 * await noise.take(3).toArray();
 */
export function fromGenerator<T>(
  generate: (pass: GeneratorPass) => Iterator<T> | AsyncIterator<T>,
  options: { readonly seed?: number } = {},
): DataPipeline<T> {
  checkFunction('fromGenerator', 'generate', generate);
  const { seed } = resolveOptions('fromGenerator', options, { seed: undefined });
  if (seed !== undefined) checkInteger('fromGenerator', 'seed', seed, { min: 0 });
  return new DataPipeline(
    iteratorSource((pass) => generate({ epoch: pass.epoch, random: streamOf('generator', seed, pass) }), 1),
  );
}
