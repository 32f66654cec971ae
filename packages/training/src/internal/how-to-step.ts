import {
  ArgumentError,
  type GradientOptions,
  type Module,
  type ModuleTree,
  memoryScope,
  type Optimizer,
  type TrainStep,
} from '@neurite/core';
import type { ReportedMetrics } from './accumulators.js';
import { assertLoss, assertModel, assertOptimizer } from './check-arguments.js';
import { type Inspector, inspectedStep } from './inspect-step.js';
import type { Metrics } from './metric-statistics.js';
import { type AnyLoss, modelObjective } from './model-objective.js';
import { optimizerByModel } from './optimizer-by-model.js';
import { ownStep, type PartsStep } from './own-step.js';
import type { Replicas } from './replicas.js';
import type { StepOptions } from './run-options.js';
import { partsOf, type RunStep } from './step-flight.js';
import { checked } from './update-parameters.js';

/** What `fit` was given for its steps: a loss, or a step of one's own. */
export type StepArguments = GradientOptions & {
  readonly loss?: AnyLoss | undefined;
  readonly step?: TrainStep<never, never, never> | undefined;
  readonly optimizer: Optimizer | Readonly<Record<string, Optimizer>>;
  readonly accumulate?: number | undefined;
  readonly replicas?: Replicas | undefined;
  readonly inspectors?: readonly Inspector[];
};

/** How a run steps. */
export async function howToStep(
  model: ModuleTree,
  { loss, step, optimizer, accumulate = 1, replicas, inspectors = [], ...gradients }: StepArguments,
  metrics: ReportedMetrics,
): Promise<StepOptions> {
  const where = 'fit';
  if (step !== undefined) {
    const refuse = (argument: string, received: string): never => {
      const expected = "be left out where there is a step of one's own";
      throw new ArgumentError({ where, argument, expected, received, advice: 'It sees one whole batch at a time' });
    };
    if (accumulate !== 1) refuse('accumulate', String(accumulate));
    if (replicas !== undefined) refuse('parallel', 'one');
    const its = 'update' in optimizer ? (optimizer as Optimizer) : forModels(model, optimizer);
    const customStep = stepOf(step as TrainStep<unknown, unknown, unknown>, metrics); // its batches are those of the data
    const taken = placedStep(inspectedStep(customStep, inspectors));
    return { objective: undefined, customStep, loss: undefined, optimizer: its, share: undefined, step: taken };
  }
  assertModel(where, model);
  assertLoss(where, loss);
  assertOptimizer(where, optimizer);
  const objective = modelObjective(model as Module<unknown, unknown>, {
    ...gradients,
    loss: loss!, // checked above
    metrics: metrics as Metrics, // their types say so where there is no step
  });
  const own = optimizer as Optimizer; // checked above
  const alone = inspectedStep(ownStep(objective, own), inspectors);
  if (replicas === undefined) {
    return { objective, customStep: undefined, loss, optimizer: own, share: undefined, step: placedStep(alone) };
  }
  // Loaded where it is asked for: pages, which are to be small, train in one process.
  const { stepTogether } = await import('./step-together.js');
  const shared = stepTogether(objective, own, { model, replicas, alone, inspectors });
  return { objective, customStep: undefined, loss, ...shared };
}

function placedStep(step: PartsStep): RunStep {
  return (state, placed, input) => step(state, partsOf(placed), input);
}

function forModels(model: ModuleTree, optimizers: Readonly<Record<string, Optimizer>>): Optimizer {
  const missing = Object.keys(model).filter((name) => !Object.hasOwn(optimizers, name));
  if (missing.length > 0) {
    throw new ArgumentError({
      where: 'fit',
      argument: 'optimizer',
      expected: 'be an optimizer, or have one for each model',
      received: `none for ${missing.join(', ')}`,
    });
  }
  for (const [name, optimizer] of Object.entries(optimizers)) assertOptimizer(`fit (${name})`, optimizer);
  return optimizerByModel(optimizers);
}

/** Somebody else's step, which must leave what it was given. */
function stepOf(step: TrainStep<unknown, unknown, unknown>, metrics: ReportedMetrics): PartsStep {
  return (state, parts, input) =>
    memoryScope('train step', () => {
      const { state: next, gradients, ...report } = step(state, parts[0]!, input);
      const missing = Object.keys(metrics).find((name) => !Object.hasOwn(report.metrics, name));
      if (missing !== undefined) {
        throw new ArgumentError({
          where: 'train step',
          argument: 'metrics',
          expected: `report \`${missing}\`, for which fit has a metric`,
          received: Object.keys(report.metrics).join(', ') || 'none',
        });
      }
      return {
        state: {
          ...state,
          parameters: checked('train step', 'a parameter', [state.parameters, next.parameters]),
          buffers: checked('train step', 'a buffer', [state.buffers, next.buffers]),
          optimizer: checked('train step', 'optimizer state', [state.optimizer, next.optimizer]),
          step: state.step + 1,
        },
        reports: [report],
        ...(gradients && { gradients }),
      };
    });
}
