import { type ModuleTree, parameters } from './module.js';
import type { NamedTensors } from './state-dict.js';

/**
 * The values of the parameters that training may change, by path: what `valueAndGradients` differentiates by.
 *
 * @returns the model's own tensors: do not dispose them
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const x = tensor2d([[1, 2]]);
 * const { value, gradients } = valueAndGradients(() => sum(neuron.forward(x, inference())), trainables(neuron));
 */
export function trainables(model: ModuleTree): NamedTensors {
  const found = [...parameters(model)].filter(([, parameter]) => parameter.trainable);
  return Object.fromEntries(found.map(([path, parameter]) => [path, parameter.value]));
}
