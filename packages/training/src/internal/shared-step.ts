import {
  ArgumentError,
  type Context,
  memoryScope,
  type NamedTensors,
  type Optimizer,
  parameters,
  type RandomKeys,
  tensorsOf,
} from '@neurite/core';
import { dispose, type Tensor, tensor, zerosLike } from '@tensorflow/tfjs-core';
import { exchangeReports } from './exchange-reports.js';
import {
  meanOf,
  type Objective,
  type Part,
  type PartReport,
  type Point,
  sumOver,
  weightOver,
} from './gradient-pass.js';
import { type Inspector, inspectStep } from './inspect-step.js';
import { copies } from './named-tensors.js';
import { type ReportValues, readReports } from './read-reports.js';
import type { Replicas } from './replicas.js';
import { type Placed, partsOf, type RunStep, type SharedOutcome } from './step-flight.js';
import { addNumbers, addTerms } from './totals.js';
import { updateParameters } from './update-parameters.js';

/**
 * A step that several processes take together, as if one had taken the whole batch: each adds up its rows, then all add up
 * what each has, and each makes the same update of it.
 */
export function sharedStep(
  objective: Objective,
  optimizer: Optimizer,
  { replicas, inspectors }: { readonly replicas: Replicas; readonly inspectors: readonly Inspector[] },
): RunStep {
  /** Whether the loss has several terms, each with a weight of its own; known after a first look. */
  let hasTerms: boolean | undefined;

  /** The weights of all rows, for a loss of several terms. */
  const divisorOf = async (
    point: Point,
    parts: readonly Part[],
    options: { readonly random: RandomKeys; readonly sumOverReplicas: Context['sumOverReplicas'] },
  ): Promise<Tensor | undefined> => {
    if (hasTerms === false) return undefined;
    const own = parts.length === 0 ? undefined : weightOver(objective, point, parts, options);
    const isList = own !== undefined && own.rank > 0;
    const values = [...((await own?.data()) ?? [])];
    own?.dispose();
    const all = await replicas.gather({ isList, values });
    hasTerms = all.some((one) => one.isList);
    return hasTerms ? tensor([...all.map((one) => one.values).reduce<readonly number[]>(addNumbers, [])]) : undefined;
  };

  return async (state, placed, { clock, random }): Promise<SharedOutcome> => {
    const made: unknown[] = [];
    const owned = <T>(tensors: T): T => {
      made.push(tensors);
      return tensors;
    };
    const parts = partsOf(placed).filter((_, i) => placed.batches[i]!.size > 0);
    try {
      const at = owned(gradientParameters(optimizer, state));
      const point: Point = { parameters: at, buffers: state.buffers };
      const sizes = placed.batches.map(({ rows }) => rows.of);
      const pass = { random, sumOverReplicas: replicas.sumInPass(sizes) };
      const buckets = replicas.bucketsOf(at);
      const divisor = owned(await divisorOf(point, parts, pass));
      const { reports, ...sums } = partsSum(objective, point, { parts, ...pass, divisor, onSum: buckets.onGradient });
      owned(sums);
      await buckets.begin(sums.gradients);
      const reduced = await replicas.beginReduce(sums.buffers, { parameters: parameters(objective.model), sizes });
      const values = await exchange(replicas, placed, reports);
      const gradients = owned(await buckets.sums(sums.gradients));
      const buffers = owned(await reduced());
      const terms = owned(termsOf(addTerms(values), hasTerms === true));
      const step = state.step + 1;
      const next = memoryScope('train step', () => {
        const mean = meanOf({ gradients, buffers, terms, reports: [] }, divisor);
        const { parameters, optimizer: its } = updateParameters(optimizer, state, { ...mean, clock, evaluate });
        const tensors = { gradients: mean.gradients, parameters: state.parameters, updated: parameters, step };
        const inspected = inspectStep(inspectors, tensors);
        return { parameters, optimizer: its, buffers: copies(buffers), inspected };
      });
      const { inspected, ...after } = next;
      const own = await readReports([{ loss: undefined, metrics: inspected, samples: 0 }]);
      const [first, ...others] = values;
      const told = [{ ...first!, metrics: { ...first!.metrics, ...own[0]!.metrics } }, ...others];
      return { state: { ...state, ...after, step }, values: told };
    } finally {
      for (const tensors of made) dispose([...tensorsOf(tensors).values()]);
    }
  };
}

function gradientParameters(optimizer: Optimizer, state: Parameters<RunStep>[0]): NamedTensors {
  const { parameters, optimizer: own } = state;
  return memoryScope('train step', () => copies(optimizer.gradientParameters?.(own, parameters) ?? parameters));
}

function partsSum(
  objective: Objective,
  point: Point,
  { parts, ...options }: Parameters<typeof sumOver>[3] & { readonly parts: readonly Part[] },
): { readonly gradients: NamedTensors; readonly buffers: NamedTensors; readonly reports: readonly PartReport[] } {
  return memoryScope('train step', () => {
    if (parts.length > 0) {
      const { gradients, buffers, reports } = sumOver(objective, point, parts, options);
      return { gradients, buffers, reports };
    }
    const zeros = Object.entries(point.parameters).map(([path, value]) => [path, zerosLike(value)] as const);
    return { gradients: Object.fromEntries(zeros), buffers: copies(point.buffers), reports: [] };
  });
}

function termsOf(
  { total, weight }: Pick<ReportValues, 'total' | 'weight'>,
  hasTerms: boolean,
): { readonly total: Tensor; readonly weight: Tensor } {
  const shape = hasTerms ? [total.length] : [];
  return { total: tensor([...total], shape), weight: tensor([...weight], shape) };
}

function evaluate(): never {
  throw new ArgumentError({
    where: 'fit',
    argument: 'optimizer',
    expected: 'take one pass for each step where several processes share it',
    received: 'one that evaluates again',
  });
}

async function exchange(
  replicas: Replicas,
  { batches }: Placed,
  reports: readonly PartReport[],
): Promise<readonly ReportValues[]> {
  const own = batches.filter(({ size }) => size > 0).map(({ size }, i) => ({ ...reports[i]!, samples: size }));
  const read = await readReports(own);
  return exchangeReports(
    replicas,
    batches.map(({ size }) => (size > 0 ? read.shift()! : null)),
  );
}
