import {
  checkChoice,
  checkOptions,
  checkWeights,
  type ExplainOptions,
  type LossTerms,
  lossValue,
  type Shape,
  sizeOf,
  spreadWeights,
  type WeightOptions,
} from '@neurite/core';
import {
  cast,
  greaterEqual,
  mean,
  mul,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  tidy,
  where,
} from '@tensorflow/tfjs-core';
import { assertPredictions, assertTargets } from './internal/assert-predictions.js';
import { checkPair } from './internal/check-tensors.js';
import { explainLoss } from './internal/explain-loss.js';
import { combineWeights, maskTrees } from './internal/mask-trees.js';
import type { LossOptions, ScalarReduction } from './reduction.js';
import type { TargetWeights } from './target-weights.js';

/** A loss as a function, for `fit` and for calls of your own; its options say how it is reduced. */
export interface LossFunction<Options extends object = object, Predictions = Tensor, Targets = Tensor> {
  /**
   * @returns a scalar that the caller owns
   * @throws ArgumentError, ShapeError, DtypeError when an option or a tensor is not what the loss takes
   */
  (predictions: Predictions, targets: Targets, options?: Options & LossOptions & ScalarReduction): Scalar;
  /** @returns with reduction `none` the single losses; the caller owns them */
  (predictions: Predictions, targets: Targets, options: Options & LossOptions): Tensor;
  /** Σ weight · loss and Σ weight over all losses, two scalars of the caller; see `Loss`. */
  terms(predictions: Predictions, targets: Targets, options?: Options & WeightOptions): LossTerms;
  /** How many losses a batch has; see `Loss`. Undefined where it depends on the targets. */
  readonly count?: (predictions: Predictions, targets: Targets) => number;
  /** See `Loss`. */
  explain(predictions: Predictions, targets: Targets, options?: ExplainOptions): Promise<string | undefined>;
  /**
   * The same loss with other defaults: `fit(model, data, { loss: huber.with({ delta: 2 }) })`.
   *
   * @throws ArgumentError when an option is unknown or out of its range
   */
  with(options: Options): LossFunction<Options, Predictions, Targets>;
}

/** What makes a loss; the rest follows. */
export type LossDefinition<Options extends object, Predictions = Tensor, Targets = Tensor> = {
  /**
   * The losses by themselves, one for each element or sample. Tensors made on the way are freed.
   *
   * @param predictions float32
   * @param targets float32; as they were given where there is a `check`. At weight 0 both are 0, whatever stood there
   * @param options with the weights, which only a loss needs that compares the samples of a batch with one another
   */
  readonly losses: (predictions: Predictions, targets: Targets, options: Options & WeightOptions) => Tensor;
  /** The names of its own options; others are refused. Default none. */
  readonly options?: readonly (keyof Options & string)[];
  /** @throws ArgumentError for options out of their ranges. Default: all are taken */
  readonly checkOptions?: (options: Options) => void;
  /** What its two tensors are called, for errors. Default `predictions` and `targets`. */
  readonly names?: readonly [predictions: string, targets: string];
  /** The names of its predictions where they are a record of tensors. Default: they are one tensor. */
  readonly fields?: readonly string[];
  /** @throws ShapeError, DtypeError. Default: float32 predictions, and numbers of the same shape */
  readonly check?: (predictions: Predictions, targets: Targets, options: Options) => void;
  /** The shape of the losses. Default: that of the predictions. */
  readonly lossShape?: (predictions: Predictions, options: Options) => Shape;
  /**
   * How losses count by their targets, where the options say that they do. Default: they do not.
   *
   * @param options with the weights, as for `losses`
   */
  readonly weigh?: (
    options: Options & WeightOptions,
  ) => ((targets: Targets, predictions: Predictions) => TargetWeights) | undefined;
  /**
   * What is wrong with targets, other than NaN and infinity; see `Loss`. Default: nothing.
   *
   * @param argument what the targets are called
   */
  readonly explain?: (
    predictions: Predictions,
    targets: Targets,
    argument: string,
    options: Options,
  ) => Promise<string | undefined>;
};

/**
 * Makes a loss of a formula for single elements or samples: weights, reductions and terms follow from it.
 *
 * @param name of the loss, for errors
 * @example
 * const cubes = defineLoss('cubes', {
 *   losses: (predictions, targets) => pow(abs(sub(predictions, targets)), 3),
 * });
 * const loss = cubes(tensor1d([1, 2]), tensor1d([1, 4]), { weights: tensor1d([1, 0]) }); // 0
 */
export function defineLoss<Options extends object = object, Predictions = Tensor, Targets = Tensor>(
  name: string,
  definition: LossDefinition<Options, Predictions, Targets>,
): LossFunction<Options, Predictions, Targets> {
  return withDefaults(name, definition, {});
}

/** The losses of a batch; the weight of each of them or of their first axes; and what each counts in the mean. */
type Evaluated = { readonly losses: Tensor } & TargetWeights;

function withDefaults<Options extends object, Predictions, Targets>(
  name: string,
  definition: LossDefinition<Options, Predictions, Targets>,
  defaults: Partial<Options>,
): LossFunction<Options, Predictions, Targets> {
  const { names = ['predictions', 'targets'], fields, options: known = [] } = definition;
  const lossShape = definition.lossShape ?? ((predictions): Shape => (predictions as Tensor).shape); // no record without one
  const complete = (options: (Partial<Options> & LossOptions) | undefined, others: readonly string[]): Options => {
    checkOptions(name, options ?? {}, [...known, ...others]);
    const all = Object.assign({}, defaults, options) as Options; // what is left out has a default where it is used
    definition.checkOptions?.(all);
    return all;
  };
  const evaluate = (predictions: Predictions, targets: Targets, options: Options & WeightOptions): Evaluated => {
    if (definition.check === undefined) checkPair(name, names, predictions as Tensor, targets as Tensor);
    else definition.check(predictions, targets, options);
    if (options.weights !== undefined) checkWeights(name, options.weights, lossShape(predictions, options));
    const own = definition.weigh?.(options)?.(targets, predictions);
    const weights = combineWeights(options.weights, own?.weights);
    const [guess, truth] = weights === undefined ? [predictions, targets] : maskTrees([predictions, targets], weights);
    const numbers = definition.check === undefined ? cast(truth as Tensor, 'float32') : truth;
    const all = weights === options.weights ? options : Object.assign({}, options, { weights });
    return {
      losses: definition.losses(guess, numbers as Targets, all),
      // A weight below 0 makes the loss NaN, which is seen; two that cancel out would not be.
      weights: weights && where(greaterEqual(weights, 0), cast(weights, 'float32'), Number.NaN),
      counts: own?.counts,
    };
  };
  const checkArguments = (predictions: Predictions, targets: Targets): void => {
    assertPredictions(name, names[0], predictions, fields);
    if (fields === undefined) assertTargets(name, names[1], targets); // a record, as of triplet, may say it all
  };
  const call = (predictions: Predictions, targets: Targets, options?: Options & LossOptions): Tensor => {
    checkArguments(predictions, targets);
    const all = complete(options, ['weights', 'reduction']);
    const { reduction = 'mean' } = options ?? {};
    checkChoice(name, 'reduction', reduction, ['mean', 'sum', 'none']);
    return tidy(() => {
      const evaluated = evaluate(predictions, targets, all);
      if (reduction === 'none') return weighed(evaluated);
      const counted = evaluated.weights !== undefined || evaluated.counts !== undefined;
      if (reduction === 'mean' && !counted) return mean(evaluated.losses);
      const terms = termsOf(evaluated);
      return reduction === 'sum' ? terms.total : lossValue(terms);
    });
  };
  const methods: Pick<LossFunction<Options, Predictions, Targets>, 'terms' | 'explain' | 'with'> = {
    terms: (predictions, targets, options) => {
      checkArguments(predictions, targets);
      const all = complete(options, ['weights']);
      return tidy(() => termsOf(evaluate(predictions, targets, all)));
    },
    explain: (predictions, targets, { weights, argument = names[1] } = {}) =>
      explainLoss({ predictions, targets, weights }, argument, {
        weigh: definition.weigh?.(defaults as Options),
        explain: (guess, truth, argument) => definition.explain?.(guess, truth, argument, defaults as Options),
      }),
    with: (options) => withDefaults(name, definition, complete(options, [])),
  };
  Object.defineProperty(call, 'name', { value: name }); // as errors show it
  const made = Object.assign(call, methods);
  // Its number of losses follows from shapes, unless the targets weigh them.
  if (definition.weigh?.(defaults as Options) === undefined) {
    Object.assign(made, { count: (predictions: Predictions) => sizeOf(lossShape(predictions, defaults as Options)) });
  }
  return made as LossFunction<Options, Predictions, Targets>; // no scalar for reduction `none` alone
}

/** A weight of a sample counts for each of its losses. */
function termsOf(evaluated: Evaluated): LossTerms {
  const { losses, weights, counts } = evaluated;
  return { total: sum(weighed(evaluated)), weight: totalWeight(losses, weights, counts) };
}

function totalWeight(losses: Tensor, weights: Tensor | undefined, counts: Tensor | undefined): Tensor {
  if (counts !== undefined)
    return sum(weights === undefined ? counts : mul(counts, spreadWeights(weights, counts.rank)));
  return weights === undefined ? scalar(losses.size) : mul(sum(weights), losses.size / weights.size);
}

function weighed({ losses, weights }: Evaluated): Tensor {
  return weights === undefined ? losses : mul(losses, spreadWeights(weights, losses.rank));
}
