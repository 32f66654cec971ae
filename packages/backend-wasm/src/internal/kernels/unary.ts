import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import type { KernelExports } from '../kernel-exports.js';

type Input = { readonly x: TensorInfo };

/** Elementwise functions of one float32 tensor. */
export const unaryKernels: KernelTable = {
  Abs: unary((kernels, x, target, count) => kernels.absolute(x, target, count)),
  Elu: unary((kernels, x, target, count) => kernels.elu(x, target, count)),
  Erf: unary((kernels, x, target, count) => kernels.errorFunction(x, target, count)),
  Exp: unary((kernels, x, target, count) => kernels.exp(x, target, count)),
  Log: unary((kernels, x, target, count) => kernels.log(x, target, count)),
  Log1p: unary((kernels, x, target, count) => kernels.logOfOnePlus(x, target, count)),
  Neg: unary((kernels, x, target, count) => kernels.negate(x, target, count)),
  Reciprocal: unary((kernels, x, target, count) => kernels.reciprocal(x, target, count)),
  Relu: unary((kernels, x, target, count) => kernels.relu(x, target, count)),
  Relu6: unary((kernels, x, target, count) => kernels.clip(x, target, count, 0, 6)),
  Rsqrt: unary((kernels, x, target, count) => kernels.inverseSquareRoot(x, target, count)),
  Sigmoid: unary((kernels, x, target, count) => kernels.sigmoid(x, target, count)),
  Softplus: unary((kernels, x, target, count) => kernels.softplus(x, target, count)),
  Sqrt: unary((kernels, x, target, count) => kernels.squareRoot(x, target, count)),
  Square: unary((kernels, x, target, count) => kernels.square(x, target, count)),
  Tanh: unary((kernels, x, target, count) => kernels.tanh(x, target, count)),
  ClipByValue: unary<{ clipValueMin: number; clipValueMax: number }>(
    (kernels, x, target, count, { clipValueMin, clipValueMax }) =>
      kernels.clip(x, target, count, clipValueMin, clipValueMax),
  ),
  LeakyRelu: unary<{ alpha: number }>((kernels, x, target, count, { alpha }) =>
    kernels.leakyRelu(x, target, count, alpha),
  ),
  Step: unary<{ alpha: number }>((kernels, x, target, count, { alpha }) => kernels.step(x, target, count, alpha)),
};

function unary<Attributes>(
  run: (kernels: KernelExports, x: number, target: number, count: number, attrs: Attributes) => void,
): OwnKernel {
  return ownKernel<Input, Attributes>(({ inputs: { x }, attrs, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const output = backend.newTensor(x.shape, 'float32');
    run(backend.kernels, backend.pointer(x), backend.pointer(output), util.sizeFromShape(x.shape), attrs);
    return output;
  });
}
