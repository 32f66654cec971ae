import {
  type ModuleTree,
  mapTensors,
  type NamedTensors,
  type Optimizer,
  type StepInput,
  type TrainState,
  tensorsOf,
} from '@neurite/core';
import { all, clone, dispose, isFinite as isFiniteTensor, keep, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Objective, Part } from './gradient-pass.js';
import type { AnyLoss } from './model-objective.js';
import { ownStep, type PartsStep } from './own-step.js';
import { watchModules } from './watch-modules.js';

/** A step that went wrong, with all that it was made of. */
export type FailedStep = {
  readonly model: ModuleTree;
  /** What it made small, unless it is somebody else's step. */
  readonly objective: Objective | undefined;
  readonly loss: AnyLoss | undefined;
  readonly optimizer: Optimizer;
  /** A step of somebody else's. */
  readonly customStep: PartsStep | undefined;
  readonly state: TrainState;
  readonly parts: readonly Part[];
  /** With keys that have not been used. */
  readonly input: StepInput;
};

/** What was found. */
export type BrokenTensor = {
  /** In words, e.g. `the output of layers.3`. */
  readonly name: string;
  /** Why, where the loss knows it. */
  readonly reason: string | undefined;
};

/** Whether each tensor of a list was finite, as tensors that are still to be read. */
type Check = { readonly name: string; readonly finite: Tensor };

type Look = (name: string, value: unknown) => void;

/** Whether every number is finite. */
export async function allFinite(tensors: NamedTensors): Promise<boolean> {
  return (
    (await firstBroken(tidy(() => Object.entries(tensors).flatMap(([name, tensor]) => check(name, tensor))))) ===
    undefined
  );
}

/**
 * Runs a step once more and looks at every tensor on the way: what it was given, each module's output in the order in
 * which they were computed, the loss, the gradients from the last layer to the first, the optimizer's updates and state.
 *
 * @returns the first that is not finite, or undefined when all are
 */
export async function findBrokenTensor(failed: FailedStep): Promise<BrokenTensor | undefined> {
  const checks: Check[] = [];
  const predicted: { readonly part: Part; readonly predictions: unknown }[] = [];
  try {
    tidy(() => {
      rerun(failed, {
        look: (name, value) => {
          for (const found of check(name, value)) checks.push({ name: found.name, finite: keep(found.finite) });
        },
        predict: (part, predictions) =>
          predicted.push({ part, predictions: mapTensors(predictions, (tensor) => keep(clone(tensor))) }),
      });
    });
    const name = await firstBroken(checks);
    if (name === undefined) return undefined;
    return { name, reason: name === lossName ? await explain(failed.loss, predicted) : undefined };
  } finally {
    dispose(checks.map(({ finite }) => finite));
    dispose(predicted.flatMap(({ predictions }) => [...tensorsOf(predictions).values()]));
  }
}

const lossName = 'the loss';

type Watch = { readonly look: Look; readonly predict: (part: Part, predictions: unknown) => void };

function rerun({ model, objective, optimizer, customStep, state, parts, input }: FailedStep, watch: Watch): void {
  const { look } = watch;
  for (const [path, value] of Object.entries(state.parameters)) look(`the parameter \`${path}\``, value);
  for (const [path, value] of Object.entries(state.buffers)) look(`the buffer \`${path}\``, value);
  for (const [name, value] of Object.entries(state.optimizer)) look(`the optimizer's \`${name}\``, value);
  for (const { x, y, weights } of parts) {
    look('the input `x` of the batch', x);
    // At weight 0 anything may stand.
    if (weights === undefined) look('the target `y` of the batch', y);
    else look('the `weights` of the batch', weights);
  }
  const own = objective && ownStep(watchedObjective(objective, watch), watchedOptimizer(optimizer, look));
  const step = customStep ?? own;
  if (step === undefined || parts.length === 0) return;
  const leave = (path: string, output: unknown): void =>
    look(path === '' ? 'the output of the model' : `the output of \`${path}\``, output);
  const { state: next, reports } = watchModules(model, { leave }, () => step(state, parts, input));
  for (const { loss } of reports) look(lossName, loss);
  for (const [path, value] of Object.entries(next.parameters)) look(`the next \`${path}\``, value);
  for (const [name, value] of Object.entries(next.optimizer)) look(`the optimizer's next \`${name}\``, value);
}

function watchedObjective(objective: Objective, { look, predict }: Watch): Objective {
  return {
    ...objective,
    evaluate: (part, context) => {
      const evaluated = objective.evaluate(part, context);
      look(lossName, evaluated.loss.value);
      predict(part, evaluated.predictions);
      return evaluated;
    },
  };
}

function watchedOptimizer(optimizer: Optimizer, look: Look): Optimizer {
  return {
    name: optimizer.name,
    init: (parameters) => optimizer.init(parameters),
    gradientParameters: (state, parameters) => optimizer.gradientParameters?.(state, parameters) ?? parameters,
    update: (gradients, input) => {
      const all = Object.entries(gradients);
      for (const [path, gradient] of all.reverse()) look(`the gradient of \`${path}\``, gradient);
      const step = optimizer.update(gradients, input);
      for (const [path, update] of Object.entries(step.updates)) look(`the optimizer's update of \`${path}\``, update);
      return step;
    },
  };
}

/** What the loss says about targets and weights. */
async function explain(
  loss: AnyLoss | undefined,
  predicted: readonly { readonly part: Part; readonly predictions: unknown }[],
): Promise<string | undefined> {
  for (const { part, predictions } of predicted) {
    const reason = await loss?.explain?.(predictions, part.y, { weights: part.weights, argument: 'y' });
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function check(name: string, value: unknown): Check[] {
  return [...tensorsOf(value)]
    .filter(([, tensor]) => tensor.dtype === 'float32')
    .map(([path, tensor]) => ({
      name: path === '' ? name : `${name} (${path})`,
      finite: all(isFiniteTensor(tensor)),
    }));
}

async function firstBroken(checks: readonly Check[]): Promise<string | undefined> {
  try {
    for (const { name, finite } of checks) if ((await finite.data())[0] === 0) return name;
    return undefined;
  } finally {
    dispose(checks.map(({ finite }) => finite));
  }
}
