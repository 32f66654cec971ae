import {
  add,
  cast,
  clone,
  div,
  equal,
  floor,
  type GradConfig,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  mul,
  neg,
  onesLike,
  pow,
  square,
  sub,
  type Tensor,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { kernelGradient, noGradient } from '../internal/kernel-gradient.js';
import { whereAnyRank } from '../internal/where-any-rank.js';

const both = ['a', 'b'] as const;

/** Gradients of elementwise kernels with two or more inputs; broadcast axes are summed. */
export const arithmeticGradients: readonly GradConfig[] = [
  kernelGradient('Add', both, (dy, { a, b }) => ({
    a: () => sumTo(dy, a.shape),
    b: () => sumTo(dy, b.shape),
  })),
  {
    kernelName: 'AddN',
    saveAllInputs: true,
    gradFunc: (dy, saved) => Object.fromEntries(saved.map((_, i) => [i, () => clone(dy as Tensor)])), // one output
  },
  kernelGradient('Sub', both, (dy, { a, b }) => ({
    a: () => sumTo(dy, a.shape),
    b: () => neg(sumTo(dy, b.shape)),
  })),
  kernelGradient('Multiply', both, (dy, { a, b }) => ({
    a: () => sumTo(mul(dy, b), a.shape),
    b: () => sumTo(mul(dy, a), b.shape),
  })),
  kernelGradient('RealDiv', both, (dy, { a, b }) => ({
    a: () => sumTo(div(dy, b), a.shape),
    b: () => neg(sumTo(div(mul(dy, a), square(b)), b.shape)),
  })),
  noGradient('FloorDiv', both),
  kernelGradient('Mod', both, (dy, { a, b }) => ({
    a: () => sumTo(dy, a.shape),
    b: () => neg(sumTo(mul(dy, floor(div(a, b))), b.shape)),
  })),
  kernelGradient('Pow', both, (dy, { a, b }) => ({
    // The gradient of a⁰ is 0 even at a = 0, where 0 · a⁻¹ is NaN.
    a: () => {
      const derivative = mul(b, pow(a, sub(b, 1)));
      return sumTo(mul(dy, whereAnyRank(equal(b, 0), zerosLike(derivative), derivative)), a.shape);
    },
    // The logarithm of a base that is not positive counts as 0, as in TensorFlow.
    b: () => {
      const positive = greater(a, 0);
      const logarithm = log(whereAnyRank(positive, a, onesLike(a)));
      return sumTo(mul(dy, mul(pow(a, b), logarithm)), b.shape);
    },
  })),
  kernelGradient('SquaredDifference', both, (dy, { a, b }) => ({
    a: () => sumTo(mul(dy, mul(sub(a, b), 2)), a.shape),
    b: () => sumTo(mul(dy, mul(sub(b, a), 2)), b.shape),
  })),
  // Where both are equal, the first gets the whole gradient.
  kernelGradient('Maximum', both, (dy, { a, b }) => ({
    a: () => sumTo(mul(dy, cast(greaterEqual(a, b), 'float32')), a.shape),
    b: () => sumTo(mul(dy, cast(less(a, b), 'float32')), b.shape),
  })),
  kernelGradient('Minimum', both, (dy, { a, b }) => ({
    a: () => sumTo(mul(dy, cast(lessEqual(a, b), 'float32')), a.shape),
    b: () => sumTo(mul(dy, cast(greater(a, b), 'float32')), b.shape),
  })),
  kernelGradient('Atan2', both, (dy, { a, b }) => ({
    a: () => sumTo(mul(dy, div(b, add(square(a), square(b)))), a.shape),
    b: () => neg(sumTo(mul(dy, div(a, add(square(a), square(b)))), b.shape)),
  })),
];
