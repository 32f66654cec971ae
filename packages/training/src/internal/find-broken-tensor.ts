import {
  type Context,
  eagerClock,
  type Loss,
  Module,
  type NamedTensors,
  type Optimizer,
  type RandomStream,
  randomKeys,
  type TrainState,
  valueAndGradients,
  walk,
} from '@neurite/core';
import { all, isFinite as isFiniteTensor, keep, Tensor, tidy } from '@tensorflow/tfjs-core';
import type { LoadedBatch } from './batch-tensors.js';
import { lendState } from './lend-state.js';

/** A step that went wrong, with all that it was made of. */
export type FailedStep = {
  readonly model: Module<unknown, Tensor>;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly state: TrainState;
  readonly batch: LoadedBatch;
  /** The stream of the run. */
  readonly random: RandomStream;
};

/** Whether each tensor of a list was finite, as tensors that are still to be read. */
type Check = { readonly name: string; readonly finite: Tensor };

/** Whether every number is finite. */
export async function allFinite(tensors: NamedTensors): Promise<boolean> {
  return (
    (await firstBroken(tidy(() => Object.entries(tensors).flatMap(([name, tensor]) => check(name, tensor))))) ===
    undefined
  );
}

/**
 * Runs a step once more and looks at every tensor on the way: what it was given, each module's output in the order in
 * which they were computed, the loss, the gradients from the last layer to the first, the optimizer's updates.
 *
 * @returns the first that is not finite, in words, or undefined when all are
 */
export async function findBrokenTensor(failed: FailedStep): Promise<string | undefined> {
  const checks: Check[] = [];
  const look = (name: string, value: unknown): void => {
    for (const found of check(name, value)) checks.push({ name: found.name, finite: keep(found.finite) });
  };
  try {
    tidy(() => rerun(failed, look));
  } catch (error) {
    for (const { finite } of checks) finite.dispose();
    throw error;
  }
  return firstBroken(checks);
}

function rerun(failed: FailedStep, look: (name: string, value: unknown) => void): void {
  const { model, loss, optimizer, state, batch, random } = failed;
  for (const [path, value] of Object.entries(state.parameters)) look(`the parameter \`${path}\``, value);
  for (const [path, value] of Object.entries(state.buffers)) look(`the buffer \`${path}\``, value);
  look('the input `x` of the batch', batch.x);
  look('the truth `y` of the batch', batch.y);
  const clock = eagerClock(state.step);
  const context = { training: true, random: randomKeys(random, clock) };
  const { result } = lendState(model, state, () =>
    valueAndGradients(() => {
      const output = watchOutputs(model, look, () => model.forward(batch.x, context));
      const value = loss(output, batch.y);
      look('the loss', value);
      return value;
    }, state.parameters),
  );
  for (const [path, gradient] of Object.entries(result.gradients).reverse())
    look(`the gradient of \`${path}\``, gradient);
  const { updates } = optimizer.update(result.gradients, {
    state: state.optimizer,
    parameters: state.parameters,
    clock,
    loss: result.value,
    evaluate: () => ({ loss: result.value, gradients: result.gradients }),
  });
  for (const [path, update] of Object.entries(updates)) look(`the optimizer's update of \`${path}\``, update);
}

/** Calls `look` with the output of every module that runs within `f`. */
function watchOutputs<R>(root: Module<unknown, Tensor>, look: (name: string, value: unknown) => void, f: () => R): R {
  const watched: Module<never, unknown>[] = [];
  try {
    for (const [path, node] of walk(root)) {
      if (!(node instanceof Module) || !Object.isExtensible(node) || Object.hasOwn(node, 'forward')) continue;
      const forward = node.forward;
      const name = path === '' ? 'the output of the model' : `the output of \`${path}\``;
      Object.defineProperty(node, 'forward', {
        configurable: true,
        value: function (this: Module<never, unknown>, input: never, context: Context): unknown {
          const output = forward.call(this, input, context);
          look(name, output);
          return output;
        },
      });
      watched.push(node);
    }
    return f();
  } finally {
    for (const node of watched) Reflect.deleteProperty(node, 'forward');
  }
}

function check(name: string, value: unknown): Check[] {
  if (value instanceof Tensor) return value.dtype === 'float32' ? [{ name, finite: all(isFiniteTensor(value)) }] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => check(`${name} (${key})`, item));
}

async function firstBroken(checks: readonly Check[]): Promise<string | undefined> {
  try {
    for (const { name, finite } of checks) if ((await finite.data())[0] === 0) return name;
    return undefined;
  } finally {
    for (const { finite } of checks) finite.dispose();
  }
}
