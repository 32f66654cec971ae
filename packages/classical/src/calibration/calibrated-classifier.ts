import type { Estimator, FittedEstimator, Json, SavedEstimator, Table } from '@neurite/core';
import { checkChoice, checkInteger, checkKind, resolveOptions } from '@neurite/core/checks';
import { ArgumentError, FormatError } from '@neurite/core/errors';
import { isotonicCalibrator, sigmoidCalibrator } from '../internal/calibration/calibrators.js';
import { countClasses, givenWeights } from '../internal/check-targets.js';
import { largestOfRows } from '../internal/rows.js';
import { readSaved } from '../internal/saved.js';
import { takeRows } from '../internal/take-rows.js';
import { stratifiedFolds } from '../validation/folds.js';

const KIND = 'calibratedClassifier';
const VERSION = 1;

export type CalibratedClassifierOptions = {
  /**
   * What turns a probability into another: a sigmoid, which needs few rows, or any curve that does not fall, which needs
   * many. Default `'sigmoid'`.
   */
  readonly method?: 'sigmoid' | 'isotonic';
  /** In how many stratified folds the rows are predicted. At least 2. Default 5. */
  readonly folds?: number;
};

/** A model and what its probabilities become. */
export interface FittedCalibratedClassifier<Fitted extends FittedEstimator> extends FittedEstimator {
  /** Has learned from all rows. */
  readonly model: Fitted;
  /** rows × classes. */
  predictProbabilities(x: Table): Float64Array;
}

/**
 * Makes probabilities of a classifier true to what happens: of rows with probability 0.8, about 80 % have the class.
 *
 * Each row is predicted by a model that has not learned from it; one calibration for each class learns from these
 * predictions (for two classes only for class 1), and the model that predicts later learns from all rows. Calibrated
 * probabilities are divided by their sum.
 *
 * @param estimator one whose models have probabilities, or scores of rows by `decide`, as support vector machines have
 * @returns an estimator that takes what the other one takes
 * @throws ArgumentError when an option is unknown or out of bounds; when learning, when the models have neither
 * @example
 * const x = { rows: 6, columns: 1, data: Float64Array.of(1, 2, 3, 4, 5, 6) };
 * const y = Int32Array.of(0, 0, 1, 0, 1, 1);
 * const model = await calibratedClassifier(gaussianNaiveBayes(), { folds: 3 }).fit(x, y);
 * console.log(model.predictProbabilities(x)); // less sure than those of gaussianNaiveBayes
 * @see Platt, "Probabilistic outputs for support vector machines", 1999; Zadrozny and Elkan, "Transforming classifier
 *   scores into accurate multiclass probability estimates", 2002
 */
export function calibratedClassifier<Fitted extends FittedEstimator>(
  estimator: Estimator<Table, Fitted>,
  options: CalibratedClassifierOptions = {},
): Estimator<Table, FittedCalibratedClassifier<Fitted>> {
  const { method, folds } = resolveOptions(KIND, options, { method: 'sigmoid', folds: 5 });
  checkChoice(KIND, 'method', method, ['sigmoid', 'isotonic']);
  checkInteger(KIND, 'folds', folds, { min: 2 });
  checkKind(KIND, 'estimator', estimator, { be: 'an estimator', member: 'fit' });
  return {
    name: KIND,
    fit: async (x, y, learn = {}) => {
      const where = `${KIND}.fit`;
      const classes = countClasses(where, y, x.rows);
      const weights = givenWeights(where, learn, x.rows);
      const unseen = new Float64Array(x.rows * classes);
      for (const { training, validation } of stratifiedFolds(y, { folds })) {
        const own = weights && { weights: Float64Array.from(training, (row) => weights[row]!) };
        const targets = Float64Array.from(training, (row) => y[row]!);
        const model = await estimator.fit(takeRows(x, training), targets, { ...learn, ...own });
        const scores = scoresOf(where, model, takeRows(x, validation));
        const known = scores.length / validation.length;
        for (const [i, row] of validation.entries()) {
          for (let k = 0; k < known; k++) unseen[row * classes + k] = scores[i * known + k]!;
        }
      }
      const learnOne = method === 'sigmoid' ? sigmoidCalibrator : isotonicCalibrator;
      const curves = Array.from({ length: classes === 2 ? 1 : classes }, (_, i) => {
        const label = classes === 2 ? 1 : i;
        const scores = Float64Array.from({ length: x.rows }, (_, row) => unseen[row * classes + label]!);
        const hits = Float64Array.from(y, (own) => (own === label ? 1 : 0));
        return learnOne(scores, hits, weights);
      });
      return fitted(await estimator.fit(x, y, learn), { method, classes, curves });
    },
    restore: (saved) => {
      readSaved(saved, { kind: KIND, version: VERSION, names: ['curves', 'curveOffsets'] });
      const { method: how, classes, model } = saved.json;
      const { curves, curveOffsets, ...arrays } = saved.arrays as Record<string, Float64Array>; // checked
      const count = classes === 2 ? 1 : Number(classes);
      const valid =
        (how === 'sigmoid' || how === 'isotonic') &&
        Number.isInteger(classes) &&
        curveOffsets!.length === count + 1 &&
        curveOffsets!.every((offset, i) => i === 0 || (offset > curveOffsets![i - 1]! && offset <= curves!.length));
      if (!valid) {
        const expected = 'have a method, and a curve for each class';
        throw new FormatError({
          where: `${KIND}.restore`,
          argument: 'saved',
          expected,
          received: `${curveOffsets!.length - 1} curves for ${classes} classes`,
        });
      }
      const own = Array.from({ length: count }, (_, i) => curves!.slice(curveOffsets![i]!, curveOffsets![i + 1]!));
      const restored = estimator.restore({ json: model as SavedEstimator['json'], arrays }); // the estimator checks it
      return fitted(restored, { method: how, classes: Number(classes), curves: own });
    },
  };
}

type Calibration = {
  readonly method: 'sigmoid' | 'isotonic';
  readonly classes: number;
  readonly curves: readonly Float64Array[];
};

function fitted<Fitted extends FittedEstimator>(
  model: Fitted,
  { method, classes, curves }: Calibration,
): FittedCalibratedClassifier<Fitted> {
  const follow = method === 'sigmoid' ? followSigmoid : followSteps;
  const predictProbabilities = (x: Table): Float64Array => {
    const probabilities = scoresOf(`${KIND}.predict`, model, x);
    for (let start = 0; start < probabilities.length; start += classes) {
      if (classes === 2) {
        const p = follow(curves[0]!, probabilities[start + 1]!);
        probabilities[start] = 1 - p;
        probabilities[start + 1] = p;
        continue;
      }
      let sum = 0;
      for (let k = 0; k < classes; k++) {
        const p = follow(curves[k]!, probabilities[start + k]!);
        probabilities[start + k] = p;
        sum += p;
      }
      for (let k = 0; k < classes; k++)
        probabilities[start + k] = sum > 0 ? probabilities[start + k]! / sum : 1 / classes;
    }
    return probabilities;
  };
  return {
    name: KIND,
    model,
    predict: (x) => largestOfRows(predictProbabilities(x), classes),
    predictProbabilities,
    save: (): SavedEstimator => {
      const { json, arrays } = model.save();
      const curveOffsets = new Int32Array(curves.length + 1);
      for (const [i, curve] of curves.entries()) curveOffsets[i + 1] = curveOffsets[i]! + curve.length;
      const all = new Float64Array(curveOffsets.at(-1)!);
      for (const [i, curve] of curves.entries()) all.set(curve, curveOffsets[i]);
      return {
        json: { kind: KIND, version: VERSION, method, classes, model: json as Json },
        arrays: { ...arrays, curves: all, curveOffsets },
      };
    },
  };
}

/** Probabilities, or scores where there are none: rows × classes, with 0 for class 0 of two that share a score. */
function scoresOf(where: string, model: FittedEstimator, x: Table): Float64Array {
  const probabilities = model.predictProbabilities?.(x);
  if (probabilities !== undefined) return probabilities.slice();
  if (!decides(model)) {
    const expected = 'learn models that have probabilities, or scores by `decide`';
    throw new ArgumentError({ where, argument: 'estimator', expected, received: model.name });
  }
  const scores = model.decide(x);
  if (scores.length > x.rows) return scores.slice();
  return Float64Array.from({ length: 2 * x.rows }, (_, i) => (i % 2 === 0 ? 0 : scores[i >> 1]!));
}

function decides(model: FittedEstimator): model is FittedEstimator & { decide(x: Table): Float64Array } {
  return 'decide' in model && typeof model.decide === 'function';
}

/** σ(a s + b). */
function followSigmoid(curve: Float64Array, score: number): number {
  return 1 / (1 + Math.exp(-(curve[0]! * score + curve[1]!)));
}

/** Pairs of a score and a probability, straight between them, level beyond. */
function followSteps(curve: Float64Array, score: number): number {
  let low = 0;
  let high = curve.length / 2 - 1;
  if (score <= curve[0]!) return curve[1]!;
  if (score >= curve[2 * high]!) return curve[2 * high + 1]!;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (curve[2 * middle]! <= score) low = middle;
    else high = middle;
  }
  const share = (score - curve[2 * low]!) / (curve[2 * high]! - curve[2 * low]!);
  return curve[2 * low + 1]! + share * (curve[2 * high + 1]! - curve[2 * low + 1]!);
}
