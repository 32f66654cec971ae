import {
  checkInteger,
  checkOptions,
  eagerClock,
  type Module,
  memoryScope,
  RandomStream,
  randomKeys,
} from '@neurite/core';
import { dispose } from '@tensorflow/tfjs-core';
import type { Batches } from './batches.js';
import { assertBatches, openBatches } from './internal/batch-source.js';
import { assertModel } from './internal/check-arguments.js';
import { loadValue } from './internal/load-value.js';
import { turns } from './internal/yield-to-event-loop.js';

/** Whose random numbers the pass draws. */
export type UpdateStatisticsOptions = {
  /** For dropout, and for a data set that draws: an integer of at least 0. Default 0. */
  readonly seed?: number;
};

/**
 * Brings what a model keeps of its data, such as the running means of batch norms, up to its weights: passes data through it in
 * training mode, and changes no weight. Call it after `fit` with an optimizer that leaves averages of weights in the model
 * (`stochasticWeightAverage`), whose running means are those of the weights that were trained. As `update_bn` of PyTorch, but
 * that a running mean forgets what it had with its own momentum.
 *
 * @param data batches of the training set; some hundred are enough
 * @returns how many batches there were
 * @throws ArgumentError for options out of range
 * @example
 * const update = (model: Module, data: Batches): Promise<number> => updateStatistics(model, data);
 * @see Izmailov et al. 2018, Averaging Weights Leads to Wider Optima and Better Generalization, 3.2
 */
export async function updateStatistics<In>(
  model: Module<In, unknown>,
  data: Batches,
  options: UpdateStatisticsOptions = {},
): Promise<number> {
  const where = 'updateStatistics';
  checkOptions(where, options, ['seed']);
  const { seed = 0 } = options;
  checkInteger(where, 'seed', seed, { min: 0 });
  assertModel(where, model);
  assertBatches(where, 'data', data);
  const random = RandomStream.fromSeed(seed).child(where);
  const breathe = turns();
  const source = await openBatches(data, { where, epoch: 0, seed, batches: 0, position: undefined });
  let batches = 0;
  try {
    for (let next = await source.next(); next !== undefined; next = await source.next()) {
      const { batch } = next;
      const loaded = loadValue(where, 'x', { value: batch.x });
      try {
        const context = { training: true, random: randomKeys(random, eagerClock(batches)) };
        // `In` is the model's own; a value that does not fit is an error of the model.
        memoryScope(where, () => void model.forward(loaded.value as In, context));
      } finally {
        dispose([...loaded.made]);
        batch.dispose?.();
      }
      batches++;
      await breathe();
    }
  } finally {
    await source.close();
  }
  return batches;
}
