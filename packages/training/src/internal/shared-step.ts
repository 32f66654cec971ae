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
import { exchangePlaced } from './exchange-reports.js';
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
import { joinResiduals, type OwnShare, splitResiduals } from './own-share.js';
import { type ReportValues, readReports } from './read-reports.js';
import type { Replicas } from './replicas.js';
import { partsOf, type RunStep, type SharedOutcome } from './step-flight.js';
import { addNumbers, addTerms } from './totals.js';
import { updateParameters } from './update-parameters.js';

/**
 * A step that several processes take together, as if one had taken the whole batch: each adds up its rows, then all add up
 * what each has, and each makes the same update of it.
 */
export function sharedStep(
  objective: Objective,
  optimizer: Optimizer,
  {
    replicas,
    share,
    inspectors,
  }: { readonly replicas: Replicas; readonly share: OwnShare; readonly inspectors: readonly Inspector[] },
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
      const values = await exchangePlaced(replicas, placed, reports);
      const told = addTerms(values);
      const { own, residuals } = splitResiduals(state.optimizer);
      const summed = owned(
        await replicas.finish(buckets, { divisor: hasTerms ? 1 : (told.weight[0] ?? 0), residuals }),
      );
      const buffers = owned(await reduced());
      const terms = owned(termsOf(told, hasTerms === true));
      const step = state.step + 1;
      const { gradients, next } = owned(
        memoryScope('train step', () => {
          const isMean = replicas.compression !== undefined;
          const sum = { gradients: summed.gradients, buffers, terms, reports: [] };
          const mean = meanOf(sum, isMean ? terms.weight : divisor);
          const before = { parameters: share.of(state.parameters), optimizer: own };
          const its = { loss: mean.loss, gradients: share.of(mean.gradients), clock, evaluate };
          const next = Object.keys(its.gradients).length === 0 ? emptyUpdate : updateParameters(optimizer, before, its);
          return { gradients: mean.gradients, next };
        }),
      );
      const updated = owned(await replicas.spread(next.parameters, state.parameters));
      const { inspected, ...after } = memoryScope('train step', () => ({
        parameters: copies(updated),
        optimizer: copies(joinResiduals(next.optimizer, summed.residuals)),
        buffers: copies(buffers),
        inspected: inspectStep(inspectors, { gradients, parameters: state.parameters, updated, step }),
      }));
      const inspections = await readReports([{ loss: undefined, metrics: inspected, samples: 0 }]);
      const [first, ...others] = values;
      const all = [{ ...first!, metrics: { ...first!.metrics, ...inspections[0]!.metrics } }, ...others];
      return { state: { ...state, ...after, step }, values: all };
    } finally {
      for (const tensors of made) dispose([...tensorsOf(tensors).values()]);
    }
  };
}

/** Of a process that has no parameters of its own. */
const emptyUpdate = { parameters: {}, optimizer: {} };

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
