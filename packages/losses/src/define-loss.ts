import {
  ArgumentError,
  checkChoice,
  checkOptions,
  checkWeights,
  describeValue,
  type ExplainOptions,
  type LossTerms,
  lossValue,
  maskWeightless,
  type Shape,
  sizeOf,
  spreadWeights,
  type WeightOptions,
} from '@neurite/core';
import { cast, greaterEqual, mean, mul, type Scalar, scalar, sum, Tensor, tidy, where } from '@tensorflow/tfjs-core';
import { checkPair } from './internal/check-tensors.js';
import { explainLoss } from './internal/explain-loss.js';
import type { LossOptions, ScalarReduction } from './reduction.js';

/** A loss as a function, for `fit` and for calls of your own; its options say how it is reduced. */
export interface LossFunction<Options extends object = object> {
  (predictions: Tensor, targets: Tensor, options?: Options & LossOptions & ScalarReduction): Scalar;
  (predictions: Tensor, targets: Tensor, options: Options & LossOptions): Tensor;
  /** Σ weight · loss and Σ weight over all losses, two scalars of the caller; see `Loss`. */
  terms(predictions: Tensor, targets: Tensor, options?: Options & WeightOptions): LossTerms;
  /** How many losses a batch has; see `Loss`. */
  count(predictions: Tensor, targets: Tensor): number;
  /** See `Loss`. */
  explain(predictions: Tensor, targets: Tensor, options?: ExplainOptions): Promise<string | undefined>;
  /**
   * The same loss with other defaults: `fit(model, data, { loss: huber.with({ delta: 2 }) })`.
   *
   * @throws ArgumentError
   */
  with(options: Options): LossFunction<Options>;
}

/** What makes a loss; the rest follows. */
export type LossDefinition<Options extends object> = {
  /**
   * The losses by themselves, one for each element or sample. Tensors made on the way are freed.
   *
   * @param predictions float32
   * @param targets float32; as they were given where there is a `check`. At weight 0 both are 0, whatever stood there
   */
  readonly losses: (predictions: Tensor, targets: Tensor, options: Options) => Tensor;
  /** The names of its own options; others are refused. Default none. */
  readonly options?: readonly (keyof Options & string)[];
  /** @throws ArgumentError for options out of their ranges. Default: all are taken */
  readonly checkOptions?: (options: Options) => void;
  /** What its two tensors are called, for errors. Default `predictions` and `targets`. */
  readonly names?: readonly [predictions: string, targets: string];
  /** @throws ShapeError, DtypeError. Default: float32 predictions, and numbers of the same shape */
  readonly check?: (predictions: Tensor, targets: Tensor) => void;
  /** The shape of the losses. Default: that of the predictions. */
  readonly lossShape?: (predictions: Shape) => Shape;
  /**
   * What is wrong with targets, other than NaN and infinity; see `Loss`. Default: nothing.
   *
   * @param argument what the targets are called
   */
  readonly explain?: (predictions: Tensor, targets: Tensor, argument: string) => Promise<string | undefined>;
};

/**
 * Makes a loss of a formula for single elements or samples: weights, reductions and terms follow from it.
 *
 * @param name of the loss, for errors
 * @example
 * const logCosh = defineLoss('logCosh', {
 *   losses: (predictions, targets) => log(cosh(sub(predictions, targets))),
 * });
 * const loss = logCosh(tensor1d([1, 2]), tensor1d([1, 4]), { weights: tensor1d([1, 0]) }); // 0
 */
export function defineLoss<Options extends object = object>(
  name: string,
  definition: LossDefinition<Options>,
): LossFunction<Options> {
  return withDefaults(name, definition, {});
}

/** The losses of a batch, and the weight of each of them or of their first axes. */
type Evaluated = { readonly losses: Tensor; readonly weights: Tensor | undefined };

function withDefaults<Options extends object>(
  name: string,
  definition: LossDefinition<Options>,
  defaults: Partial<Options>,
): LossFunction<Options> {
  const { names = ['predictions', 'targets'], lossShape = (shape) => shape, options: known = [] } = definition;
  const complete = (options: (Partial<Options> & LossOptions) | undefined, others: readonly string[]): Options => {
    checkOptions(name, options ?? {}, [...known, ...others]);
    const all = { ...defaults, ...options } as Options; // what is left out has a default where it is used
    definition.checkOptions?.(all);
    return all;
  };
  const evaluate = (predictions: Tensor, targets: Tensor, options: Options & WeightOptions): Evaluated => {
    const { weights } = options;
    if (definition.check === undefined) checkPair(name, names, predictions, targets);
    else definition.check(predictions, targets);
    if (weights !== undefined) checkWeights(name, weights, lossShape(predictions.shape));
    const [guess, truth] =
      weights === undefined ? [predictions, targets] : maskWeightless([predictions, targets], weights);
    const numbers = definition.check === undefined ? cast(truth, 'float32') : truth;
    return {
      losses: definition.losses(guess, numbers, options),
      // A weight below 0 makes the loss NaN, which is seen; two that cancel out would not be.
      weights: weights && where(greaterEqual(weights, 0), cast(weights, 'float32'), Number.NaN),
    };
  };
  const call = (predictions: Tensor, targets: Tensor, options?: Options & LossOptions): Tensor => {
    assertGiven(name, names[0], predictions);
    const all = complete(options, ['weights', 'reduction']);
    const { reduction = 'mean' } = options ?? {};
    checkChoice(name, 'reduction', reduction, ['mean', 'sum', 'none']);
    return tidy(() => {
      const evaluated = evaluate(predictions, targets, all);
      if (reduction === 'none') return weighed(evaluated);
      if (reduction === 'mean' && evaluated.weights === undefined) return mean(evaluated.losses);
      const terms = termsOf(evaluated);
      return reduction === 'sum' ? terms.total : lossValue(terms);
    });
  };
  const methods: Pick<LossFunction<Options>, 'terms' | 'count' | 'explain' | 'with'> = {
    terms: (predictions, targets, options) => {
      const all = complete(options, ['weights']);
      return tidy(() => termsOf(evaluate(predictions, targets, all)));
    },
    count: (predictions) => sizeOf(lossShape(predictions.shape)),
    explain: (predictions, targets, { weights, argument = names[1] } = {}) =>
      explainLoss({ predictions, targets, weights }, argument, definition.explain),
    with: (options) => withDefaults(name, definition, complete(options, [])),
  };
  Object.defineProperty(call, 'name', { value: name }); // as errors show it
  return Object.assign(call, methods) as LossFunction<Options>; // no scalar for reduction `none` alone
}

/** @throws ArgumentError for a loss that is called where it is to be handed over: `loss: huber({ delta: 2 })` */
function assertGiven(where: string, argument: string, predictions: unknown): void {
  if (predictions instanceof Tensor) return;
  throw new ArgumentError({
    where,
    argument,
    expected: 'be a tensor',
    received: describeValue(predictions),
    advice:
      predictions === undefined
        ? `To train with it, write \`loss: ${where}\`, not \`loss: ${where}()\``
        : `To train with options, write \`loss: ${where}.with({ … })\``,
  });
}

/** A weight of a sample counts for each of its losses. */
function termsOf(evaluated: Evaluated): LossTerms {
  const { losses, weights } = evaluated;
  const weight = weights === undefined ? scalar(losses.size) : mul(sum(weights), losses.size / weights.size);
  return { total: sum(weighed(evaluated)), weight };
}

function weighed({ losses, weights }: Evaluated): Tensor {
  return weights === undefined ? losses : mul(losses, spreadWeights(weights, losses.rank));
}
