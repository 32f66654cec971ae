import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { KernelFunction } from '../../kernel.js';
import { disposeAll } from '../compose.js';
import { broadcast } from './convert.js';

type Elements = Float32Array | Int32Array;

// Elementwise functions of int32, and of operands of different dtypes, that training hardly uses: loops of JavaScript over
// the memory, in double precision.

/** A function of one int32 tensor. */
export function ofIntegers(apply: (x: number) => number): KernelFunction<{ readonly x: TensorInfo }> {
  return ({ inputs: { x }, backend }) => {
    const output = backend.newTensor(x.shape, 'int32');
    const source = backend.data.get(x.dataId).values as Int32Array; // of this dtype
    const target = backend.data.get(output.dataId).values as Int32Array; // likewise
    for (let i = 0; i < target.length; i++) target[i] = apply(source[i]!);
    return output;
  };
}

/**
 * A function of two tensors of float32 or int32, each of either dtype.
 *
 * @param dtype of the result; default: int32 where both are, else float32
 */
export function ofAnyTwo(
  apply: (a: number, b: number) => number,
  dtype?: 'int32',
): KernelFunction<Readonly<Record<'a' | 'b', TensorInfo>>> {
  return ({ inputs: { a, b }, backend }) => {
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const result = dtype ?? (a.dtype === 'int32' && b.dtype === 'int32' ? 'int32' : 'float32');
    const operands = [a, b].map((x) => broadcast(backend, x, shape));
    const output = backend.newTensor(shape, result);
    const [left, right, target] = [...operands, output].map((x) => backend.data.get(x.dataId).values) as [
      Elements,
      Elements,
      Elements,
    ]; // three of them, of four bytes
    for (let i = 0; i < target.length; i++) target[i] = apply(left[i]!, right[i]!);
    disposeAll(backend, operands);
    return output;
  };
}

/** aᵇ as IEEE 754 has it, where JavaScript says NaN for a base of 1 or −1. */
export function power(a: number, b: number): number {
  return a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b;
}

/** The remainder with the sign of the divisor. */
export function modulo(a: number, b: number): number {
  const remainder = a % b;
  return a < 0 === b < 0 ? remainder : (remainder + b) % b;
}
