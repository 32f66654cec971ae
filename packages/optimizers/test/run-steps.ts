import type { NamedTensors, Optimizer } from '@neurite/core';
import { add, clone, dispose, type Tensor } from '@tensorflow/tfjs-core';
import { inputAt } from './input-at.js';

/**
 * Lets an optimizer change parameters for some steps.
 *
 * @param visit called after each step with the parameters, which it must not keep
 */
export async function runSteps(
  optimizer: Optimizer,
  first: NamedTensors,
  gradientsAt: (parameters: NamedTensors, step: number) => NamedTensors,
  { steps, visit }: { steps: number; visit: (parameters: NamedTensors, step: number) => Promise<void> | void },
): Promise<void> {
  let parameters: Record<string, Tensor> = mapTensors(first, (value) => clone(value));
  let state = optimizer.init(parameters);
  for (let step = 0; step < steps; step++) {
    const gradients = gradientsAt(parameters, step);
    const next = optimizer.update(gradients, inputAt(step, state, parameters));
    const moved = mapTensors(parameters, (value, path) => add(value, next.updates[path]!));
    dispose([gradients, state, parameters, next.updates].flatMap((named) => Object.values(named)));
    parameters = moved;
    state = next.state;
    await visit(parameters, step);
  }
  dispose([...Object.values(parameters), ...Object.values(state)]);
}

export function mapTensors(named: NamedTensors, f: (value: Tensor, path: string) => Tensor): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(named).map(([path, value]) => [path, f(value, path)]));
}
