import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { LINE_FLOATS } from '../../threads.js';

/** The place of each is its number in assembly/elementwise/unary.ts. */
const NAMES: readonly string[] = [
  ...['Relu', 'LeakyRelu', 'Sqrt', 'Rsqrt', 'Square', 'Neg', 'Abs', 'Step', 'Reciprocal', 'ClipByValue', 'Sign'],
  ...['Floor', 'Ceil', 'Round', 'Exp', 'Log', 'Softplus', 'Log1p', 'Erf', 'Expm1', 'Sigmoid', 'Tanh', 'Elu', 'Selu'],
  ...['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'],
];

/** From here on they take a polynomial, or several; those before are as fast as the memory. */
const FIRST_SLOW: number = operationOf('Exp');
const FIRST_VERY_SLOW: number = operationOf('Sin');

/** Elementwise functions of one float32 tensor. */
export const unaryKernels: KernelTable = {
  ...Object.fromEntries(NAMES.map((name, operation) => [name, unary(operation)])),
  Relu6: unary(operationOf('ClipByValue'), [0, 6]),
};

/** The number of a function, by its name in tfjs's registry. */
export function operationOf(name: string): number {
  return NAMES.indexOf(name);
}

/** @param options what the function takes besides; default: from the attributes */
function unary(operation: number, options?: readonly number[]): OwnKernel {
  return ownKernel<{ readonly x: TensorInfo }, Record<string, number>>(({ inputs: { x }, attrs, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const { alpha = -0, clipValueMin = alpha, clipValueMax = 0 } = attrs;
    const output = backend.newTensor(x.shape);
    apply(backend, operation, [x, output], options ?? [clipValueMin, clipValueMax]);
    return output;
  });
}

/** Applies a function to numbers; the target may be the source. */
export function apply(
  backend: WasmBackend,
  operation: number,
  [x, output]: readonly [TensorInfo, TensorInfo],
  [first = 0, second = 0]: readonly number[] = [],
): void {
  const [source, target] = [backend.pointer(x), backend.pointer(output)];
  const count = util.sizeFromShape(x.shape);
  const cost = count * nanoseconds(operation);
  if (!backend.threads.pays(cost)) {
    // The shortest way for small tensors.
    backend.kernels.unary(operation, source, target, count, first, second);
    return;
  }
  backend.threads.over('unary', {
    extent: count,
    unit: LINE_FLOATS,
    cost,
    args: (from, length) => [operation, source + from * 4, target + from * 4, length, first, second],
  });
}

/** For each element, about. */
function nanoseconds(operation: number): number {
  if (operation < FIRST_SLOW) return 0.3;
  return operation < FIRST_VERY_SLOW ? 1 : 4;
}
