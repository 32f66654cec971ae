import type { NamedTensors, Optimizer } from '@neurite/core';
import { add, clone, dispose, scalar, type Tensor } from '@tensorflow/tfjs-core';
import { inputAt } from './input-at.js';

type Steps = {
  readonly steps: number;
  /** The step in which a parameter joins, for those that do so later than in the first. */
  readonly joined?: Readonly<Record<string, number>>;
  /** Called after each step with parameters and state, which it must not keep. */
  readonly visit: (parameters: NamedTensors, step: number, state: NamedTensors) => Promise<void> | void;
};

/** Lets an optimizer change parameters for some steps. */
export async function runSteps(
  optimizer: Optimizer,
  first: NamedTensors,
  gradientsAt: (parameters: NamedTensors, step: number) => NamedTensors,
  { steps, joined = {}, visit }: Steps,
): Promise<void> {
  let parameters = mapTensors(first, (value) => clone(value));
  let state: NamedTensors = {};
  for (let step = 0; step < steps; step++) {
    const taking = of(parameters, (path) => (joined[path] ?? 0) <= step);
    const newcomers = of(parameters, (path) => (joined[path] ?? 0) === step);
    state = { ...state, ...optimizer.init(newcomers) };
    const gradients = gradientsAt(parameters, step);
    const given = of(gradients, (path) => path in taking);
    const next = optimizer.update(given, {
      ...inputAt(step, { state, parameters: taking, joined }),
      evaluate: (at) => ({ loss: scalar(0), gradients: gradientsAt(at, step) }),
    });
    const moved = mapTensors(parameters, (value, path) =>
      path in taking ? add(value, next.updates[path]!) : clone(value),
    );
    dispose([gradients, state, parameters, next.updates].flatMap((named) => Object.values(named)));
    parameters = moved;
    state = next.state;
    await visit(parameters, step, state);
  }
  dispose([...Object.values(parameters), ...Object.values(state)]);
}

export function mapTensors(named: NamedTensors, f: (value: Tensor, path: string) => Tensor): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(named).map(([path, value]) => [path, f(value, path)]));
}

function of(named: NamedTensors, holds: (path: string) => boolean): NamedTensors {
  return Object.fromEntries(Object.entries(named).filter(([path]) => holds(path)));
}
