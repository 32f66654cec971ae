import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import type { KernelExports } from '../kernel-exports.js';
import { LINE_FLOATS } from '../threads.js';

type Input = { readonly x: TensorInfo };
type Kernel = (x: number, target: number, count: number, first: number, second: number) => void;

/** Nanoseconds for each element, about: as fast as the memory, with a polynomial, or with several. */
const FAST = 0.3;
const SLOW = 1;
const VERY_SLOW = 4;

/** Elementwise functions of one float32 tensor. */
export const unaryKernels: KernelTable = {
  Abs: unary('absolute'),
  Ceil: unary('ceil'),
  Elu: unary('elu', SLOW),
  Erf: unary('errorFunction', SLOW),
  Exp: unary('exp', SLOW),
  Expm1: unary('expMinusOne', SLOW),
  Floor: unary('floor'),
  Log: unary('log', SLOW),
  Log1p: unary('logOfOnePlus', SLOW),
  Neg: unary('negate'),
  Reciprocal: unary('reciprocal'),
  Relu: unary('relu'),
  Relu6: unary<unknown>('clip', FAST, () => [0, 6]),
  Round: unary('round'),
  Rsqrt: unary('inverseSquareRoot'),
  Selu: unary('selu', SLOW),
  Sigmoid: unary('sigmoid', SLOW),
  Sign: unary('sign'),
  Softplus: unary('softplus', SLOW),
  Sqrt: unary('squareRoot'),
  Square: unary('square'),
  Tanh: unary('tanh', SLOW),
  ClipByValue: unary<{ clipValueMin: number; clipValueMax: number }>('clip', FAST, ({ clipValueMin, clipValueMax }) => [
    clipValueMin,
    clipValueMax,
  ]),
  LeakyRelu: unary<{ alpha: number }>('leakyRelu', FAST, ({ alpha }) => [alpha]),
  Step: unary<{ alpha: number }>('step', FAST, ({ alpha }) => [alpha]),
  ...Object.fromEntries(
    // The place of each is its number in assembly/trigonometry.ts.
    ['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'].map((name, number) => [
      name,
      unary('trigonometry', VERY_SLOW, () => [number]),
    ]),
  ),
};

/**
 * @param nanoseconds for each element
 * @param options what the kernel takes besides
 */
function unary<Attributes>(
  kernel: keyof KernelExports,
  nanoseconds: number = FAST,
  options: (attrs: Attributes) => readonly number[] = () => [],
): OwnKernel {
  return ownKernel<Input, Attributes>(({ inputs: { x }, attrs, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const output = backend.newTensor(x.shape, 'float32');
    const source = backend.pointer(x);
    const target = backend.pointer(output);
    const count = util.sizeFromShape(x.shape);
    const [first = 0, second = 0] = options(attrs);
    const cost = count * nanoseconds;
    if (!backend.threads.pays(cost)) {
      // The shortest way for small tensors; a kernel passes over what it does not take.
      (backend.kernels[kernel] as Kernel)(source, target, count, first, second);
      return output;
    }
    backend.threads.over(kernel, {
      extent: count,
      unit: LINE_FLOATS,
      cost,
      args: (from, length) => [source + from * 4, target + from * 4, length, first, second],
    });
    return output;
  });
}
