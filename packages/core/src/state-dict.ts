import { clone, type Tensor } from '@tensorflow/tfjs-core';
import { ArgumentError, DisposedError, ShapeError } from './errors.js';
import { type ModuleTree, parameters } from './module.js';
import { formatShape, sameShape } from './shape.js';

/** Tensors by name: parameters by path, gradients, optimizer state. */
export type NamedTensors = Readonly<Record<string, Tensor>>;

/**
 * The values of a module's parameters and buffers by path.
 *
 * @returns the module's own tensors: do not dispose them, and do not keep them across a training step
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const { weights, bias } = stateDict(neuron);
 */
export function stateDict(module: ModuleTree): NamedTensors {
  return Object.fromEntries([...parameters(module)].map(([path, parameter]) => [path, parameter.value]));
}

/**
 * Copies values into a module's parameters. All is checked before anything is changed.
 *
 * @param state one tensor for each path of the module, owned by the caller
 * @throws ArgumentError when a path is missing or unknown
 * @throws ShapeError when a shape or dtype differs
 * @throws DisposedError when a value has been disposed
 * @example
 * using teacher = new Neuron({ inputs: 2, weights: [1, 2] });
 * using student = new Neuron({ inputs: 2 });
 * loadState(student, stateDict(teacher));
 */
export function loadState(module: ModuleTree, state: NamedTensors): void {
  const own = parameters(module);
  const missing = [...own.keys()].filter((path) => !Object.hasOwn(state, path));
  const unknown = Object.keys(state).filter((path) => !own.has(path));
  if (missing.length > 0 || unknown.length > 0) {
    throw new ArgumentError({
      where: 'loadState',
      argument: 'state',
      expected: 'have exactly the paths of the module',
      received: [
        ...(missing.length > 0 ? [`none for ${list(missing)}`] : []),
        ...(unknown.length > 0 ? [`unknown ${list(unknown)}`] : []),
      ].join(' and '),
      advice: 'Build the model with the same hyperparameters as the one that was saved',
    });
  }
  for (const [path, parameter] of own) {
    const value = state[path]!;
    if (!sameShape(parameter.shape, value.shape) || parameter.value.dtype !== value.dtype) {
      throw new ShapeError({
        where: 'loadState',
        argument: path,
        expected: `be ${parameter.value.dtype} of shape ${formatShape(parameter.shape)}`,
        received: `${value.dtype} of shape ${formatShape(value.shape)}`,
        advice: 'Build the model with the same hyperparameters as the one that was saved',
      });
    }
  }
  const disposed = [...own.keys()].filter((path) => state[path]!.isDisposed);
  if (disposed.length > 0) {
    throw new DisposedError({
      where: 'loadState',
      problem: `the tensor for ${list(disposed)} had been disposed before`,
    });
  }
  for (const [path, parameter] of own) parameter.assign(clone(state[path]!));
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).map((path) => `\`${path}\``);
  return shown.join(', ') + (paths.length > 3 ? ` and ${paths.length - 3} more` : '');
}
