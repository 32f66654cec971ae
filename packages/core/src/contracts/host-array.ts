import { describeValue } from '../checks.js';
import { ArgumentError, ShapeError } from '../errors.js';
import { type Shape, sizeOf } from '../shape.js';

/** The arrays that samples are made of, by dtype. */
export type HostArrays = {
  readonly float32: Float32Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
};

/** The dtypes of samples. uint8 and int32 become int32 tensors, float32 float32. */
export type HostDtype = keyof HostArrays;

/** The arrays that samples are made of. */
export type NumericArray = HostArrays[HostDtype];

/**
 * Numbers with a shape, on the host: what a sample is made of until the batch becomes tensors.
 *
 * Its type is by dtype and not by the class of the array, so that shared and ordinary memory are one.
 */
export type HostArray<D extends HostDtype = HostDtype> = { readonly [K in D]: HostArrayOf<K> }[D];

/** A host array of one dtype; an interface, whose name is what a type error says. */
export interface HostArrayOf<D extends HostDtype> {
  readonly dtype: D;
  readonly data: HostArrays[D];
  readonly shape: Shape;
}

/** The dtype of an array of numbers. */
export type HostDtypeOf<A extends NumericArray> = A extends Float32Array
  ? 'float32'
  : A extends Int32Array
    ? 'int32'
    : 'uint8';

/**
 * Gives numbers a shape.
 *
 * @param data kept as it is, not copied
 * @param shape default: one axis; `[]` for a single number such as a class label
 * @throws ArgumentError when `data` is an array of another class; ShapeError when the shape has another number of elements
 * @example
 * const sample = { x: hostArray(new Float32Array(784), [28, 28, 1]), y: hostArray(Int32Array.of(3), []) };
 */
export function hostArray<A extends NumericArray>(data: A, shape: Shape = [data?.length]): HostArray<HostDtypeOf<A>> {
  const dtype = hostDtype(data);
  const valid = shape.every((size) => Number.isInteger(size) && size >= 0);
  if (!valid || sizeOf(shape) !== data.length) {
    throw new ShapeError({
      where: 'hostArray',
      argument: 'shape',
      expected: `have ${data.length} elements`,
      received: `[${shape.join(', ')}]`,
    });
  }
  return { dtype, data, shape } as unknown as HostArray<HostDtypeOf<A>>; // the dtype of this array
}

/** Zeros of the dtype of a host array. */
export function hostLike<D extends HostDtype>(of: HostArray<D>, shape: Shape = of.shape): HostArray<D> {
  const { data } = of as HostArray; // any dtype
  return hostArray(new (data.constructor as new (size: number) => NumericArray)(sizeOf(shape)), shape) as HostArray<D>; // the same class
}

/**
 * The dtype of an array of numbers.
 *
 * @throws ArgumentError when the array is of another class
 */
export function hostDtype(data: NumericArray): HostDtype {
  if (data instanceof Float32Array) return 'float32';
  if (data instanceof Int32Array) return 'int32';
  if (data instanceof Uint8Array) return 'uint8';
  throw new ArgumentError({
    where: 'hostArray',
    argument: 'data',
    expected: 'be a Float32Array, an Int32Array or a Uint8Array',
    received: describeValue(data),
    advice: 'Convert it, e.g. with Float32Array.from(data)',
  });
}
