import type {
  Estimator,
  FittedEstimator,
  FittedTransformer,
  Json,
  SavedEstimator,
  Table,
  Transformer,
} from '@neurite/core';
import { checkKind } from '@neurite/core/checks';
import { readSaved } from '../internal/saved.js';

const KIND = 'pipeline';
const VERSION = 1;

/** What turns rows into a table, such as `columns` of `@neurite/preprocessing`. */
export type Preparation<Row> = Transformer<Row, ArrayLike<Row>, Table> & {
  /** Learns and transforms at once, for encoders that look at the targets. */
  fitTransform?(
    rows: ArrayLike<Row>,
    options?: Parameters<Transformer<Row, ArrayLike<Row>, Table>['fit']>[1],
  ): { readonly fitted: FittedTransformer<ArrayLike<Row>, Table>; readonly transformed: Table };
};

/** A preparation and a model that have learned together. */
export interface FittedPipeline<Row, Fitted extends FittedEstimator> extends FittedEstimator<ArrayLike<Row>> {
  readonly preparation: FittedTransformer<ArrayLike<Row>, Table>;
  readonly model: Fitted;
}

/**
 * A preparation of rows and an estimator as one estimator of rows: both learn from the same rows, so that nothing of what
 * is predicted leaks into the preparation.
 *
 * @param preparation learns from the rows, with weights and targets
 * @param estimator learns from the table that comes of them
 * @returns an estimator of rows: objects, or whatever the preparation takes
 * @example
 * const people = [{ age: 3 }, { age: 5 }, { age: 40 }, { age: 50 }];
 * const scaled = pipeline(columns({ age: standardize() }), logisticRegression());
 * const model = await scaled.fit(people, Int32Array.of(0, 0, 1, 1));
 * console.log(model.predict([{ age: 45 }])); // 1
 */
export function pipeline<Row, Fitted extends FittedEstimator>(
  preparation: Preparation<Row>,
  estimator: Estimator<Table, Fitted>,
): Estimator<ArrayLike<Row>, FittedPipeline<Row, Fitted>> {
  checkKind(KIND, 'preparation', preparation, {
    be: 'a transformer of rows, such as `columns` returns',
    member: 'fit',
  });
  checkKind(KIND, 'estimator', estimator, { be: 'an estimator', member: 'fit' });
  return {
    name: KIND,
    fit: async (rows, y, learn = {}) => {
      const options = { ...learn, targets: y };
      const both = preparation.fitTransform?.(rows, options);
      const fitted = both?.fitted ?? preparation.fit(Array.from(rows), options);
      const model = await estimator.fit(both?.transformed ?? fitted.transform(rows), y, learn);
      return fittedPipeline(fitted, model);
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: [] });
      const { preparation: prepared, model } = saved.json;
      const own = { json: model as SavedEstimator['json'], arrays: saved.arrays }; // the estimator checks it
      return fittedPipeline(preparation.restore(prepared ?? null), estimator.restore(own));
    },
  };
}

function fittedPipeline<Row, Fitted extends FittedEstimator>(
  preparation: FittedTransformer<ArrayLike<Row>, Table>,
  model: Fitted,
): FittedPipeline<Row, Fitted> {
  const fitted: FittedPipeline<Row, Fitted> = {
    name: KIND,
    preparation,
    model,
    predict: (rows) => model.predict(preparation.transform(rows)),
    save: () => {
      const { json, arrays } = model.save();
      return { json: { kind: KIND, version: VERSION, preparation: preparation.toJSON(), model: json as Json }, arrays };
    },
  };
  if (model.predictProbabilities === undefined) return fitted;
  return { ...fitted, predictProbabilities: (rows) => model.predictProbabilities!(preparation.transform(rows)) };
}
