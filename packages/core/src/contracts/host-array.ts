import { ShapeError } from '../errors.js';
import { type Shape, sizeOf } from '../shape.js';

/** The arrays that samples are made of. Uint8Array and Int32Array become int32 tensors, Float32Array float32. */
export type NumericArray = Float32Array | Int32Array | Uint8Array;

/** Numbers with a shape, on the host: what a sample is made of until the batch becomes tensors. */
export type HostArray<Data extends NumericArray = NumericArray> = { readonly data: Data; readonly shape: Shape };

/**
 * Gives numbers a shape.
 *
 * @param shape default: one axis; `[]` for a single number such as a class label
 * @throws ShapeError when the shape has another number of elements
 * @example
 * const sample = { x: hostArray(new Float32Array(784), [28, 28, 1]), y: hostArray(Int32Array.of(3), []) };
 */
export function hostArray<Data extends NumericArray>(data: Data, shape: Shape = [data.length]): HostArray<Data> {
  const whole = shape.every((size) => Number.isInteger(size) && size >= 0);
  if (!whole || sizeOf(shape) !== data.length) {
    throw new ShapeError({
      where: 'hostArray',
      argument: 'shape',
      expected: `have ${data.length} elements`,
      received: `[${shape.join(', ')}]`,
    });
  }
  return { data, shape };
}
