import type { Estimator, FittedEstimator, Json, SavedEstimator } from '@neurite/core';
import { FormatError } from '@neurite/core/errors';

const KIND = 'standardizedTargets';

/**
 * An estimator of values that learns from standardized ones: what hyperparameters mean then does not depend on the unit of
 * the target.
 */
export function standardizedTargets(estimator: Estimator): Estimator {
  return {
    name: KIND,
    fit: async (x, y, options) => {
      const values = Float64Array.from(y);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const scale = Math.sqrt(variance) || 1;
      const standardized = values.map((value) => (value - mean) / scale);
      return fitted(await estimator.fit(x, standardized, options), { mean, scale });
    },
    restore: ({ json, arrays }) => {
      const { kind, mean, scale, model } = json;
      if (kind !== KIND || typeof mean !== 'number' || typeof scale !== 'number') {
        const expected = 'have a mean and a scale of targets';
        throw new FormatError({ where: `${KIND}.restore`, argument: 'saved', expected, received: String(kind) });
      }
      return fitted(estimator.restore({ json: model as SavedEstimator['json'], arrays }), { mean, scale }); // it checks it
    },
  };
}

function fitted(
  model: FittedEstimator,
  { mean, scale }: { readonly mean: number; readonly scale: number },
): FittedEstimator {
  return {
    name: KIND,
    predict: (x) => model.predict(x).map((value) => value * scale + mean),
    save: () => {
      const { json, arrays } = model.save();
      return { json: { kind: KIND, version: 1, mean, scale, model: json as Json }, arrays };
    },
  };
}
