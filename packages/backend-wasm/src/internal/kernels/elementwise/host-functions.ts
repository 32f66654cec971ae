import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { broadcast, disposeAll, isNumeric } from './convert.js';

type Numbers = Float32Array | Int32Array;

/**
 * Elementwise functions of whole numbers, and of operands of two dtypes, that train steps hardly use: loops of JavaScript
 * over the memory, in double precision, so that the module stays small.
 */
export const seldomKernels: KernelTable = {
  Abs: unary(Math.abs),
  Neg: unary((x) => -x),
  Sign: unary(Math.sign),
  Square: unary((x) => x * x),
  FloorDiv: binary((a, b) => Math.floor(a / b), 'int32'),
  Mod: binary(modulo),
  Pow: binary((a, b) => a ** b),
  BroadcastArgs: ownKernel<Readonly<Record<'s0' | 's1', TensorInfo>>>(({ inputs: { s0, s1 }, backend }) => {
    const [a, b] = [s0, s1].map(({ dataId }) => Array.from(backend.readSync(dataId) as Int32Array)) as [
      number[],
      number[],
    ]; // two shapes
    const shape = backend_util.assertAndGetBroadcastShape(a, b);
    return backend.makeTensorInfo([shape.length], 'int32', Int32Array.from(shape));
  }),
};

/** With the sign of the divisor. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return a < 0 === b < 0 ? rest : (rest + b) % b;
}

function unary(apply: (x: number) => number): OwnKernel {
  return ownKernel<{ readonly x: TensorInfo }>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'int32') return undefined;
    const output = backend.newTensor(x.shape, 'int32');
    const source = backend.data.get(x.dataId).values as Int32Array; // of this dtype
    const target = backend.data.get(output.dataId).values as Int32Array; // likewise
    for (let i = 0; i < target.length; i++) target[i] = apply(source[i]!);
    return output;
  });
}

/** @param dtype of the result; undefined for that of the operands */
function binary(apply: (a: number, b: number) => number, dtype?: 'int32'): OwnKernel {
  return ownKernel<Readonly<Record<'a' | 'b', TensorInfo>>>(({ inputs: { a, b }, backend }) => {
    if (![a, b].every((x) => isNumeric(x.dtype) && x.dtype !== 'bool')) return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
    const result = dtype ?? ([a, b].every((x) => x.dtype === 'int32') ? 'int32' : 'float32');
    const operands = [a, b].map((x) => broadcast(backend, x, shape));
    const output = backend.newTensor(shape, result);
    const [left, right, target] = [...operands, output].map((x) => backend.data.get(x.dataId).values as Numbers) as [
      Numbers,
      Numbers,
      Numbers,
    ]; // three of them, of four bytes
    for (let i = 0; i < target.length; i++) target[i] = apply(left[i]!, right[i]!);
    disposeAll(backend, operands);
    return output;
  });
}
