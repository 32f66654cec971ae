import type { Measurements } from '@neurite/command-kit/measured-run';
import { progressLine } from '@neurite/command-kit/progress-line';
import { NumericError } from '@neurite/core/errors';
import type { SeriesSet } from '../data/series.js';
import { evaluateFold, type FoldForecasts } from '../evaluation/evaluate-fold.js';
import { foldsOf } from '../evaluation/folds.js';
import { findLookAhead, shortFold } from '../evaluation/look-ahead.js';
import { examineSeries } from '../examine-series.js';
import { FORECASTERS } from '../forecasters/all.js';
import { compareModels } from '../measures/compare-models.js';
import { scoreModel } from '../measures/score-model.js';
import type { Options, Plan } from '../settings.js';
import type { Findings } from './findings.js';

/** Learning that is quick, to see whether a model knows what comes later. */
const LITTLE = { epochs: 1, mostWindows: 64, trees: 3 };

/**
 * Examines the series, looks for look-ahead in every model, and lets every model forecast every fold; what the folder of the run has
 * is not measured again.
 *
 * @throws NumericError when a forecast depends on what comes later: then no number of the run would mean anything
 */
export async function measure(
  set: SeriesSet,
  {
    options,
    plan,
    measurements,
  }: { readonly options: Options; readonly plan: Plan; readonly measurements: Measurements },
): Promise<Findings> {
  const { series } = set;
  const { task, folds: count, size } = plan;
  const bar = progressLine();
  bar.show(0, { stage: 'examining the data', detail: '' });
  const examination = await measurements.once('examination', () => examineSeries(set, plan, options.seed));
  const folds = foldsOf(series, { folds: count, size, horizon: task.horizon });
  const forecasts: Record<string, FoldForecasts[]> = {};
  const cells = FORECASTERS.length * (folds.length + 1);
  let done = 0;
  for (const forecaster of FORECASTERS) {
    bar.show(done++ / cells, { stage: 'looking for look-ahead', detail: forecaster.title });
    await measurements.once(`look-ahead-${forecaster.name}`, async () => {
      const fold = shortFold(series, folds[0]!, task);
      const little = { ...task, effort: LITTLE };
      const found = await findLookAhead((own) => evaluateFold(forecaster, own, fold, little), series, fold);
      if (found === undefined) return 'none';
      const problem = `the forecast of ${found.series} from step ${found.origin} depends on what comes later`;
      throw new NumericError({ where: forecaster.title, problem });
    });
    const own: FoldForecasts[] = [];
    for (const [f, fold] of folds.entries()) {
      bar.show(done++ / cells, { stage: 'learning and forecasting', detail: `${forecaster.title}, fold ${f + 1}` });
      own.push(
        await measurements.once(`${forecaster.name}-fold-${f + 1}`, () => evaluateFold(forecaster, series, fold, task)),
      );
    }
    forecasts[forecaster.name] = own;
  }
  bar.clear();
  const { horizon } = task;
  const models = FORECASTERS.map((forecaster) => ({
    ...forecaster,
    scored: scoreModel(series, folds, { forecasts: forecasts[forecaster.name]!, horizon }),
  }));
  return { options, plan, set, examination, folds, forecasts, compared: compareModels(models, horizon) };
}
