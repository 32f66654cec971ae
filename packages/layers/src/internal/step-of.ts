import {
  type AnyBlueprint,
  type Description,
  formatSpec,
  ShapeError,
  type Spec,
  spec,
  type TensorSpec,
  tensorInput,
} from '@neurite/core';
import { multiplyAddsOf } from './multiply-adds.js';

/**
 * The spec of one step of a sequence.
 *
 * @throws ShapeError when the input is no tensor, or has no time
 */
export function stepOf(where: string, input: Spec): TensorSpec {
  const { shape, dtype } = tensorInput(where, input, { dtype: 'any' });
  if (shape.length > 0) return spec(shape.slice(1), dtype);
  const expected = 'be [time, …] without the batch axis';
  throw new ShapeError({ where, argument: 'input', expected, received: formatSpec(input) });
}

/** The spec of a sequence of steps like `step`, as long as the input. */
export function sequenceOf(step: TensorSpec, input: Spec): TensorSpec {
  const [time] = (input as TensorSpec).shape; // a sequence, as checked
  return spec([time!, ...step.shape], step.dtype);
}

/** The description of a layer that runs another, or a cell, in each step. */
export function describeSteps(
  input: Spec,
  where: string,
  [path, below]: readonly [path: string, below: object],
): Description {
  const step = stepOf(where, input);
  const child = below as AnyBlueprint; // the blueprint of a cell is described alike
  const [time] = (input as TensorSpec).shape; // a sequence, as checked
  return { children: { [path]: [child, step] }, multiplyAdds: ((time ?? 1) - 1) * multiplyAddsOf(child, step) };
}
