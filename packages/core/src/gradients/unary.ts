import {
  add,
  clone,
  cos,
  cosh,
  div,
  exp,
  type GradConfig,
  mul,
  neg,
  rsqrt,
  sign,
  sin,
  sinh,
  sqrt,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { kernelGradient, outputGradient, zerosOf } from '../internal/kernel-gradient.js';

/** `dx = gradient(dy, x)`, for a kernel of one input `x`. */
function ofInput(kernelName: string, gradient: (dy: Tensor, x: Tensor) => Tensor): GradConfig {
  return kernelGradient(kernelName, ['x'], (dy, { x }) => ({ x: () => gradient(dy, x) }));
}

/** `dx = gradient(dy, y)`: saves the output, which is in memory anyway. */
function ofOutput(
  kernelName: string,
  f: (x: Tensor) => Tensor,
  gradient: (dy: Tensor, y: Tensor) => Tensor,
): GradConfig {
  return outputGradient(kernelName, { inputs: ['x'], output: ({ x }) => f(x) }, (dy, y) => ({
    x: () => gradient(dy, y),
  }));
}

/** A kernel that is constant wherever it is continuous. */
function constant(kernelName: string): GradConfig {
  return kernelGradient(kernelName, [], (dy) => ({ x: () => zerosOf(dy) }));
}

/** Gradients of elementwise kernels with one input. */
export const unaryGradients: readonly GradConfig[] = [
  ofInput('Abs', (dy, x) => mul(dy, sign(x))),
  ofInput('Acos', (dy, x) => neg(mul(dy, rsqrt(sub(1, square(x)))))),
  ofInput('Acosh', (dy, x) => mul(dy, rsqrt(sub(square(x), 1)))),
  ofInput('Asin', (dy, x) => mul(dy, rsqrt(sub(1, square(x))))),
  ofInput('Asinh', (dy, x) => mul(dy, rsqrt(add(square(x), 1)))),
  ofInput('Atan', (dy, x) => div(dy, add(square(x), 1))),
  ofInput('Atanh', (dy, x) => div(dy, sub(1, square(x)))),
  ofInput('Cos', (dy, x) => neg(mul(dy, sin(x)))),
  ofInput('Cosh', (dy, x) => mul(dy, sinh(x))),
  ofInput('Erf', (dy, x) => mul(dy, mul(exp(neg(square(x))), 2 / Math.sqrt(Math.PI)))),
  ofOutput('Exp', exp, (dy, y) => mul(dy, y)),
  ofInput('Expm1', (dy, x) => mul(dy, exp(x))),
  ofInput('Log', (dy, x) => div(dy, x)),
  ofInput('Log1p', (dy, x) => div(dy, add(x, 1))),
  kernelGradient('Neg', [], (dy) => ({ x: () => neg(dy) })),
  ofInput('Reciprocal', (dy, x) => neg(div(dy, square(x)))),
  ofOutput('Rsqrt', rsqrt, (dy, y) => mul(mul(dy, -0.5), mul(y, square(y)))),
  ofInput('Sin', (dy, x) => mul(dy, cos(x))),
  ofInput('Sinh', (dy, x) => mul(dy, cosh(x))),
  ofOutput('Sqrt', sqrt, (dy, y) => div(dy, mul(y, 2))),
  ofInput('Square', (dy, x) => mul(dy, mul(x, 2))),
  ofInput('Tan', (dy, x) => div(dy, square(cos(x)))),
  kernelGradient('Identity', [], (dy) => ({ x: () => clone(dy) })),
  // A cast to float32 keeps the value; any other rounds it, and has gradient 0.
  kernelGradient('Cast', [], (dy, _saved, { dtype }: { dtype: string }) => ({
    x: () => (dtype === 'float32' ? clone(dy) : zerosOf(dy)),
  })),
  ...[
    'Ceil',
    'Floor',
    'IsFinite',
    'IsInf',
    'IsNan',
    'LogicalNot',
    'OnesLike',
    'Round',
    'Sign',
    'Step',
    'ZerosLike',
  ].map(constant),
];
