import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { broadcast, disposeAll, isNumeric } from './convert.js';

type Numbers = Float32Array | Int32Array;

/**
 * Elementwise functions that train steps hardly use: loops of JavaScript over the memory, in double precision, so that
 * the module stays small.
 */
export const seldomKernels: KernelTable = {
  Acos: unary(Math.acos),
  Acosh: unary(Math.acosh),
  Asin: unary(Math.asin),
  Asinh: unary(Math.asinh),
  Atan: unary(Math.atan),
  Atanh: unary(Math.atanh),
  Cos: unary(Math.cos),
  Cosh: unary(Math.cosh),
  Sin: unary(Math.sin),
  Sinh: unary(Math.sinh),
  Tan: unary(Math.tan),
  Atan2: binary(Math.atan2, ['a', 'b'], 'float32'),
  EluGrad: binary((dy, y) => (y >= 0 ? dy : dy * (y + 1)), ['dy', 'y'], 'float32'),
  FloorDiv: binary((a, b) => Math.floor(a / b), ['a', 'b'], 'int32'),
  Mod: binary(modulo, ['a', 'b'], undefined),
  Pow: binary((a, b) => a ** b, ['a', 'b'], undefined),
  Abs: unary(Math.abs, 'int32'),
  Neg: unary((x) => -x, 'int32'),
  Sign: unary(Math.sign, 'int32'),
  Square: unary((x) => x * x, 'int32'),
  Prelu: binary((x, alpha) => (x < 0 ? alpha * x : x), ['x', 'alpha'], 'float32'),
};

/** With the sign of the divisor. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return a < 0 === b < 0 ? rest : (rest + b) % b;
}

function unary(apply: (x: number) => number, dtype: 'float32' | 'int32' = 'float32'): OwnKernel {
  return ownKernel<{ readonly x: TensorInfo }>(({ inputs: { x }, backend }) => {
    if (x.dtype !== dtype) return undefined;
    const output = backend.newTensor(x.shape, dtype);
    const source = backend.data.get(x.dataId).values as Numbers; // of this dtype
    const target = backend.data.get(output.dataId).values as Numbers; // likewise
    for (let i = 0; i < target.length; i++) target[i] = apply(source[i]!);
    return output;
  });
}

/** @param dtype of the result; undefined for that of the operands */
function binary(
  apply: (a: number, b: number) => number,
  [first, second]: readonly [string, string],
  dtype: 'float32' | 'int32' | undefined,
): OwnKernel {
  return ownKernel<Readonly<Record<string, TensorInfo>>>(({ inputs, backend }) => {
    const both = [inputs[first]!, inputs[second]!];
    if (!both.every((x) => isNumeric(x.dtype) && x.dtype !== 'bool')) return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(both[0]!.shape, both[1]!.shape);
    const result = dtype ?? (both.every((x) => x.dtype === 'int32') ? 'int32' : 'float32');
    const operands = both.map((x) => broadcast(backend, x, shape));
    const output = backend.newTensor(shape, result);
    const [a, b, target] = [...operands, output].map((x) => backend.data.get(x.dataId).values as Numbers) as [
      Numbers,
      Numbers,
      Numbers,
    ]; // three of them, of four bytes
    for (let i = 0; i < target.length; i++) target[i] = apply(a[i]!, b[i]!);
    disposeAll(backend, operands);
    return output;
  });
}
