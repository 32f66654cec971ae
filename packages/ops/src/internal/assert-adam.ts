import { assertShape } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';

/** @throws ShapeError when a moment or the parameter has another shape than the gradient */
export function assertAdam(
  where: string,
  {
    gradient,
    firstMoment,
    secondMoment,
    parameter,
  }: Readonly<Record<'gradient' | 'firstMoment' | 'secondMoment' | 'parameter', Tensor>>,
): void {
  assertShape(where, 'firstMoment', firstMoment.shape, gradient.shape);
  assertShape(where, 'secondMoment', secondMoment.shape, gradient.shape);
  assertShape(where, 'parameter', parameter.shape, gradient.shape);
}
