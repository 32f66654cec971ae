import {
  type Batch,
  type BatchLoss,
  type Context,
  type GradientOptions,
  type LossTerms,
  lossValue,
  type ModuleTree,
  memoryScope,
  type NamedTensors,
  type OnGradient,
  type RandomKeys,
  type TrainState,
  type TrainStepResult,
  valueAndGradients,
} from '@neurite/core';
import { add, dispose, divNoNan, mul, type Scalar, scalar, sum, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { batchStatistics, type Metrics } from './metric-statistics.js';
import { copies } from './named-tensors.js';
import type { StepTimer } from './step-timer.js';
import { withState } from './with-state.js';

/** A batch, or a part of one: then `rows` tells where in the whole it begins. */
export type Part = Batch<unknown, unknown, unknown> & Pick<Context, 'rows'>;

/** What a step makes small, and what it measures on the way. */
export type Objective = {
  readonly model: ModuleTree;
  /** The forward pass and its loss. */
  readonly evaluate: (part: Part, context: Context) => { readonly loss: BatchLoss; readonly predictions: unknown };
  readonly metrics: Metrics;
  readonly gradients: GradientOptions;
  /** What the time of a pass is told to. Default: nothing. */
  readonly timer?: StepTimer;
};

/** The values at which gradients are taken: by its parameters, while the `fixed` ones stay as they are. */
export type Point = Pick<TrainState, 'parameters' | 'buffers'> & { readonly fixed?: NamedTensors };

/** What one part has to report. */
export type PartReport = Omit<TrainStepResult, 'state'>;

/** Loss and gradients of a batch, and the buffers after it. */
export type Pass = {
  readonly loss: Scalar;
  readonly gradients: NamedTensors;
  readonly buffers: NamedTensors;
  readonly reports: readonly PartReport[];
};

/** The same before the division: what parts of a batch, and replicas, add up. */
export type Sums = Omit<Pass, 'loss'> & { readonly terms: LossTerms };

type SumOptions = {
  /** The keys of the step, common to all parts. */
  readonly random: RandomKeys;
  /** The weights of the whole batch, for a loss of several terms; see `weightOver`. */
  readonly divisor?: Tensor | undefined;
  /** Of the other processes that take the step. */
  readonly sumOverReplicas?: Context['sumOverReplicas'];
  /** Called with each gradient when it is final, where there is but one part. */
  readonly onSum?: OnGradient | undefined;
};

/** The pass over a whole batch. */
export function passOver(objective: Objective, point: Point, part: Part, random: RandomKeys): Pass {
  const { loss, metrics, ...rest } = differentiate(objective, point, part, { random, scaled: ({ value }) => value });
  return { ...rest, loss: loss.value, reports: [reportOf(loss, metrics)] };
}

/** Adds up the parts of a batch; buffers go on from one part to the next. */
export function sumOver(objective: Objective, point: Point, parts: readonly Part[], options: SumOptions): Sums {
  const { random, divisor, sumOverReplicas } = options;
  const onSum = parts.length === 1 ? options.onSum : undefined;
  const scaled = (loss: BatchLoss): Scalar => {
    const { total } = termsOf(loss);
    return (divisor === undefined ? total : sum(mul(total, divNoNan(1, divisor)))) as Scalar; // of one term where nothing divides
  };
  let sums: Sums | undefined;
  for (const part of parts) {
    const before: Sums | undefined = sums;
    sums = memoryScope('train step', (): Sums => {
      const buffers = before?.buffers ?? point.buffers;
      const next = differentiate(objective, { ...point, buffers }, part, { random, scaled, sumOverReplicas, onSum });
      return {
        gradients: before === undefined ? next.gradients : added(before.gradients, next.gradients),
        terms: before === undefined ? copies(termsOf(next.loss)) : added(before.terms, termsOf(next.loss)),
        buffers: next.buffers,
        reports: [...(before?.reports ?? []), reportOf(next.loss, next.metrics)],
      };
    });
    if (before !== undefined) dispose([before.gradients, before.terms, before.buffers]);
  }
  return sums!;
}

/** The mean that sums stand for. */
export function meanOf({ terms, gradients, ...rest }: Sums, divisor: Tensor | undefined): Pass {
  const scale = divisor === undefined ? divNoNan(1, terms.weight) : 1;
  const mean = Object.entries(gradients).map(([path, gradient]) => [path, mul(gradient, scale)]);
  return { ...rest, loss: lossValue(terms), gradients: Object.fromEntries(mean) };
}

/** The weights of all parts together: one for each term of the loss. */
export function weightOver(
  objective: Objective,
  point: Point,
  parts: readonly Part[],
  { random, sumOverReplicas }: Pick<SumOptions, 'random' | 'sumOverReplicas'>,
): Tensor {
  return tidy(() => {
    const weights = parts.map((part) => {
      const { result } = withState(
        objective.model,
        point,
        () => objective.evaluate(part, contextOf(part, random, sumOverReplicas)).loss,
      );
      return termsOf(result).weight;
    });
    return weights.reduce((all, weight) => add(all, weight));
  });
}

type Differentiated = Omit<Pass, 'loss' | 'reports'> & {
  readonly loss: BatchLoss;
  readonly metrics: PartReport['metrics'];
};

function differentiate(
  { model, evaluate, metrics, gradients: options, timer }: Objective,
  point: Point,
  part: Part,
  {
    random,
    scaled,
    sumOverReplicas,
    onSum,
  }: Omit<SumOptions, 'divisor'> & { readonly scaled: (loss: BatchLoss) => Scalar },
): Differentiated {
  const isMeasured = Object.keys(metrics).length > 0;
  const values = { parameters: { ...point.fixed, ...point.parameters }, buffers: point.buffers };
  const begun = performance.now();
  let between = begun;
  const { result, buffers } = withState(model, values, () =>
    valueAndGradients(
      () => {
        const { loss, predictions } = evaluate(part, contextOf(part, random, sumOverReplicas));
        const value = scaled(loss);
        between = performance.now();
        const { value: mean, ...terms } = loss;
        return {
          value,
          aux: { loss: mean === value ? terms : loss, predictions: isMeasured ? predictions : undefined },
        };
      },
      point.parameters,
      { ...options, onGradient: both(options.onGradient, onSum) },
    ),
  );
  timer?.add(begun, between, performance.now());
  const { value, gradients, aux } = result;
  // Metrics are taken outside, where no tape records them.
  const measured = batchStatistics(metrics, { predictions: aux.predictions, targets: part.y, weights: part.weights });
  return { gradients, buffers, loss: { value, ...aux.loss }, metrics: measured };
}

function both(own: OnGradient | undefined, other: OnGradient | undefined): OnGradient | undefined {
  if (own === undefined || other === undefined) return own ?? other;
  return (path, gradient) => {
    own(path, gradient);
    other(path, gradient);
  };
}

/** The same keys in each pass of a step, whatever a pass before has drawn. */
function contextOf({ rows }: Part, random: RandomKeys, sumOverReplicas?: Context['sumOverReplicas']): Context {
  return { training: true, random: random.replay(), rows, sumOverReplicas };
}

function termsOf({ value, terms, weight = 1 }: BatchLoss): LossTerms {
  return terms ?? { total: mul(value, weight), weight: scalar(weight) };
}

function reportOf({ value, ...terms }: BatchLoss, metrics: PartReport['metrics']): PartReport {
  return { loss: value, ...terms, metrics };
}

function added<T extends NamedTensors>(a: T, b: T): T {
  return Object.fromEntries(Object.entries(b).map(([name, tensor]) => [name, add(a[name]!, tensor)])) as T; // of the same names
}
