import { type GradConfig, matMul, type Tensor } from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { kernelGradient } from '../internal/kernel-gradient.js';

type MatMulAttrs = { readonly transposeA: boolean; readonly transposeB: boolean };

/** Gradients of matrix products: one matrix product each, transposed by attributes, never by a copy. */
export const matMulGradients: readonly GradConfig[] = [
  kernelGradient('BatchMatMul', ['a', 'b'], (dy, { a, b }, { transposeA, transposeB }: MatMulAttrs) => ({
    a: () => fit(transposeA ? matMul(b, dy, transposeB, true) : matMul(dy, b, false, !transposeB), a),
    b: () => fit(transposeB ? matMul(dy, a, true, transposeA) : matMul(a, dy, !transposeA, false), b),
  })),
];

/** Sums over batch axes along which the factor was broadcast; usually there are none. */
function fit(gradient: Tensor, { shape }: Tensor): Tensor {
  return gradient.size === shape.reduce((size, n) => size * n, 1) ? gradient : sumTo(gradient, shape);
}
