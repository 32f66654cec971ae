import { estimators } from '../models/classical.js';
import type { ClassicalName } from '../models/model-names.js';
import type { Job, Labelled } from './job.js';
import type { Learned } from './learned.js';

/** Lets an estimator learn. */
export async function learnClassical(
  { model, seed }: Job & { readonly model: ClassicalName },
  { x, y }: Labelled,
): Promise<Learned> {
  const fitted = await estimators[model](x.rows).fit(x, y, { seed });
  const arrays = Object.values(fitted.save().arrays);
  return {
    predict: async (rows) => fitted.predict(rows),
    parameters: arrays.reduce((sum, { length }) => sum + length, 0),
    modelBytes: arrays.reduce((sum, { byteLength }) => sum + byteLength, 0),
    dispose: () => {},
  };
}
