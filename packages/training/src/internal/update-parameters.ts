import {
  type AppliedStep,
  type Clock,
  type Evaluate,
  formatShape,
  type NamedTensors,
  type Optimizer,
  type OptimizerInput,
  ShapeError,
  sameShape,
  type TrainState,
} from '@neurite/core';
import { add, clone, type Scalar } from '@tensorflow/tfjs-core';

type UpdateInput = {
  readonly gradients: NamedTensors;
  readonly loss: Scalar;
  readonly clock: Clock;
  readonly evaluate: Evaluate;
};

/**
 * What the optimizer makes of the gradients.
 *
 * @returns tensors that the caller owns
 * @throws ShapeError when the optimizer gives other names, shapes or dtypes than it was given
 */
export function updateParameters(
  optimizer: Optimizer,
  { parameters, optimizer: state }: Pick<TrainState, 'parameters' | 'optimizer'>,
  { gradients, ...rest }: UpdateInput,
): Pick<TrainState, 'parameters' | 'optimizer'> {
  const input: OptimizerInput = { state, parameters, ...rest };
  const next = optimizer.apply?.(gradients, input) ?? applied(optimizer, gradients, input);
  return {
    parameters: checked(optimizer.name, 'a parameter', [parameters, next.parameters]),
    optimizer: checked(optimizer.name, 'state', [state, next.state]),
  };
}

/** The step of an optimizer that leaves the adding to others. */
function applied(optimizer: Optimizer, gradients: NamedTensors, input: OptimizerInput): AppliedStep {
  const { updates, state } = optimizer.update(gradients, input);
  checked(optimizer.name, 'an update', [input.parameters, updates]);
  const next = Object.entries(input.parameters).map(([path, value]) => [path, add(value, updates[path]!)]);
  return { parameters: Object.fromEntries(next), state };
}

/** The tensors of a step, none of them one that was there before. */
export function checked(
  where: string,
  what: string,
  [before, after]: readonly [NamedTensors, NamedTensors],
): NamedTensors {
  const refuse = (name: string): never => {
    const describe = (tensor: NamedTensors[string] | undefined): string =>
      tensor === undefined ? 'none' : `${tensor.dtype} of shape ${formatShape(tensor.shape)}`;
    throw new ShapeError({
      where,
      argument: name,
      expected: `be ${describe(before[name])}, ${what} as before`,
      received: describe(after[name]),
    });
  };
  for (const name of Object.keys(after)) if (before[name] === undefined) refuse(name);
  const entries = Object.entries(before).map(([name, value]) => {
    const next = after[name];
    if (next === undefined || next.dtype !== value.dtype || !sameShape(next.shape, value.shape)) return refuse(name);
    return [name, next === value ? clone(next) : next] as const;
  });
  return Object.fromEntries(entries);
}
