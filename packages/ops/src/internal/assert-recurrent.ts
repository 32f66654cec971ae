import { assertShape, DtypeError } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { refuseShape } from './refuse-shape.js';

/**
 * Checks the inputs of a recurrent operation: x [batch, time, gates · units] with at least one step, recurrentKernel
 * [units, gates · units], states of [batch, units], and a mask [batch, time] if there is one.
 *
 * @returns units
 * @throws ShapeError, DtypeError
 */
export function assertRecurrent(
  where: string,
  {
    x,
    recurrentKernel,
    mask,
    ...states
  }: Readonly<Record<'x' | 'recurrentKernel', Tensor>> & Readonly<Record<string, Tensor>> & { readonly mask?: Tensor },
  gates: number,
): number {
  const refuse = refuseShape(where);
  const [units, columns] = recurrentKernel.shape;
  if (recurrentKernel.rank !== 2 || columns !== gates * units!) {
    refuse('recurrentKernel', `have shape [units, ${gates} · units]`, recurrentKernel);
  }
  if (x.rank !== 3 || x.shape[1]! < 1 || x.shape[2] !== columns) {
    refuse('x', `have shape [batch, time, ${columns}] with a time of at least 1`, x);
  }
  for (const [name, { shape }] of Object.entries(states)) assertShape(where, name, shape, [x.shape[0]!, units!]);
  if (mask !== undefined) {
    assertShape(where, 'mask', mask.shape, x.shape.slice(0, 2));
    if (mask.dtype !== 'float32') {
      throw new DtypeError({
        where,
        argument: 'mask',
        expected: 'be float32',
        received: mask.dtype,
        advice: 'It is 1 where a step counts, and 0 where it is padding',
      });
    }
  }
  return units!;
}
