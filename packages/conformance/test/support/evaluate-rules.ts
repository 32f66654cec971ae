import {
  eagerClock,
  type Metric,
  MetricAccumulator,
  type NamedTensors,
  type Optimizer,
  tensorsOf,
  valueAndGradients,
} from '@neurite/core';
import * as losses from '@neurite/losses';
import * as metrics from '@neurite/metrics';
import * as optimizers from '@neurite/optimizers';
import { fixtureNumbers, fixtureTensors, type Json } from '@neurite/testing/fixture-tensors';
import { add, ones, type Scalar, scalar, sub, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { onBoth } from './on-both.js';
import { type Both, type LossCase, type MetricCase, type Named, type Numbers, numbersIn } from './rules-cases.js';

async function numbersOf(tensors: Readonly<Record<string, Tensor>>): Promise<Record<string, Numbers>> {
  const entries = Object.entries(tensors).map(async ([name, one]) => [name, [...(await one.data())]] as const);
  return Object.fromEntries(await Promise.all(entries));
}

type AnyLoss = (predictions: unknown, targets: unknown, options: object) => Tensor;

/** The value of a loss, and its gradients in the order of the names of the predictions. */
export async function lossOf({ loss, options: given, predictions, targets }: LossCase): Promise<Numbers> {
  const evaluate = (losses as unknown as Readonly<Record<string, AnyLoss>>)[loss]!; // the fixture has names of losses
  const [scores, truth] = [fixtureTensors(predictions as Json), fixtureTensors(targets as Json)];
  const { weights, ...plain } = fixtureNumbers(given as Json) as { weights?: number[] };
  const options = weights === undefined ? plain : { ...plain, weights: tensor(weights) };
  const of = Object.fromEntries([...tensorsOf(scores)].map(([path, x]) => [path || 'x', x]));
  const value = evaluate(scores, truth, options);
  const { gradients } = valueAndGradients(() => sum<Scalar>(evaluate(scores, truth, options)), of);
  return numbersIn([await numbersOf({ value }), await numbersOf(gradients)]);
}

/** The numbers of the metric of a whole set. */
export async function metricOf({ metric: name, options, set, weights }: MetricCase): Promise<Numbers> {
  const all = metrics as unknown as Readonly<Record<string, Metric | ((options: unknown) => Metric)>>;
  const { metric, ...rest } = (options ?? {}) as { readonly metric?: string };
  const made =
    name === 'oneVsRest'
      ? metrics.oneVsRest(all[metric!] as Metric, rest) // it names one of yes and no
      : typeof all[name] === 'function'
        ? all[name](options)
        : all[name]!;
  const targets = tensor(set.targets, undefined, set.integers ? 'int32' : 'float32');
  const accumulator = new MetricAccumulator(made);
  const counts = weights === null ? {} : { weights: tensor(weights) };
  accumulator.add(await numbersOf(made.statistics(tensor(set.predictions), targets, counts)));
  return numbersIn(accumulator.value);
}

/** What a link or optimizer is made with, where its options have no defaults or these would hide something. */
const given: Readonly<Record<string, readonly unknown[]>> = {
  adam: [{ amsgrad: true }],
  addDecayedWeights: [{ weightDecay: 0.1 }],
  addNoise: [{ standardDeviation: 0.01, seed: 4 }],
  chain: [optimizers.clipByValue(0.5), optimizers.adam()],
  clipByGlobalNorm: [0.1],
  clipByNorm: [0.1],
  clipByValue: [0.1],
  exponentialMovingAverage: [{ decay: 0.8 }],
  frozen: ['scale'],
  lookahead: [{ every: 2 }],
  maxNorm: [0.5],
  minMaxNorm: [{ maximum: 0.5 }],
  partition: [
    [/bias$/, optimizers.lion()],
    [/./, optimizers.sgd()],
  ],
  perParameter: [
    'halved',
    {
      step: (e: { mul(a: unknown, b: number): unknown }, { gradient }: { gradient: unknown }) => ({
        update: e.mul(gradient, -0.5),
      }),
    },
  ],
  rmsprop: [{ centered: true, momentum: 0.5 }],
  scaleByLearningRate: [0.05],
  sgd: [{ momentum: 0.9, nesterov: true }],
  stochasticWeightAverage: [{ from: 1 }],
};
const makers = optimizers as unknown as Readonly<Record<string, (...given: readonly unknown[]) => Optimizer>>; // those below
const schedules = /Decay$|^(minimize|constant|cosineRestarts|inverseSquareRoot|on|one|piecewise|triangular|warmup)/;
/** The functions that make an optimizer or a link. */
export const optimizerNames: readonly string[] = Object.keys(optimizers).filter(
  (name) => name in given || !schedules.test(name),
);

async function threeSteps(name: string): Promise<Named> {
  const optimizer = makers[name]!(...(given[name] ?? []));
  const goals: NamedTensors = {
    kernel: tensor([1, -2, 0.5, 3, 0.25, -1], [3, 2]),
    bias: tensor([0.5, -0.5]),
    scale: scalar(2),
  };
  const gradientsOf = (at: NamedTensors): NamedTensors => mapped(at, (value, path) => sub(value, goals[path]!));
  let parameters: NamedTensors = mapped(goals, (goal) => ones(goal.shape));
  let state = optimizer.init(parameters);
  for (let step = 0; step < 3; step++) {
    const evaluate = (at: NamedTensors) => ({ loss: scalar(0), gradients: gradientsOf(at) });
    const input = { state, parameters, clock: eagerClock(step), evaluate, loss: scalar(1) };
    const next = optimizer.update(gradientsOf(optimizer.gradientParameters?.(state, parameters) ?? parameters), input);
    parameters = mapped(parameters, (value, path) => add(value, next.updates[path]!));
    state = next.state;
  }
  const evaluation = optimizer.evaluationParameters?.(state, parameters) ?? {};
  return numbersOf({ ...state, ...parameters, ...mapped(evaluation, (value) => value, 'to evaluate: ') });
}

function mapped(tensors: NamedTensors, f: (value: Tensor, path: string) => Tensor, before = ''): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([path, value]) => [`${before}${path}`, f(value, path)]));
}

/** Parameters, weights to evaluate with and state after three steps, on this engine and on that of JavaScript. */
export async function stepsOf(name: string): Promise<Both> {
  return onBoth(() => threeSteps(name));
}
