import {
  elu,
  engine,
  exp,
  type GradConfig,
  greater,
  greaterEqual,
  less,
  lessEqual,
  logicalAnd,
  minimum,
  mul,
  sigmoid,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  tanh,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { kernelGradient, outputGradient, zerosOf } from '../internal/kernel-gradient.js';
import { reluGrad } from '../internal/relu-grad.js';
import { softmaxGrad } from '../internal/softmax-grad.js';
import { whereAnyRank } from '../internal/where-any-rank.js';

/** λ and λα of the self-normalizing exponential linear unit (Klambauer et al., 2017). */
const SELU_SCALE = 1.0507009873554805;
const SELU_SCALE_ALPHA = 1.7580993408473768;

function eluGrad(dy: Tensor, y: Tensor): Tensor {
  return engine().runKernel('EluGrad', { dy, y });
}

/** Gradients of activation kernels. At a kink, that of the side where it is 0. */
export const activationGradients: readonly GradConfig[] = [
  // One kernel call. In a second derivative y is a constant, because the derivative of the gradient is 0 on both sides.
  {
    kernelName: 'Relu',
    outputsToSave: [true],
    gradFunc: (dy, saved) => ({ x: () => reluGrad(dy as Tensor, saved[0]!) }), // one output, one saved
  },
  kernelGradient('Relu6', ['x'], (dy, { x }) => ({
    x: () => whereAnyRank(logicalAnd(greater(x, 0), less(x, 6)), dy, zerosLike(dy)),
  })),
  kernelGradient('LeakyRelu', ['x'], (dy, { x }, { alpha }: { alpha: number }) => ({
    x: () => whereAnyRank(greater(x, 0), dy, mul(dy, alpha)),
  })),
  kernelGradient('Prelu', ['x', 'alpha'], (dy, { x, alpha }) => ({
    x: () => whereAnyRank(greater(x, 0), dy, mul(dy, alpha)),
    alpha: () => sumTo(whereAnyRank(greater(x, 0), zerosLike(dy), mul(dy, x)), alpha.shape),
  })),
  outputGradient('Elu', { inputs: ['x'], output: ({ x }) => elu(x) }, (dy, y) => ({ x: () => eluGrad(dy, y) })),
  kernelGradient('EluGrad', ['dy', 'y'], (ddx, { dy, y }) => ({
    dy: () => eluGrad(ddx, y),
    y: () => whereAnyRank(greaterEqual(y, 0), zerosOf(y), mul(ddx, dy)),
  })),
  // The exponential of a large positive x would be infinite, and infinity times 0 is NaN.
  kernelGradient('Selu', ['x'], (dy, { x }) => ({
    x: () => mul(dy, whereAnyRank(greater(x, 0), SELU_SCALE, mul(exp(minimum(x, 0)), SELU_SCALE_ALPHA))),
  })),
  outputGradient('Sigmoid', { inputs: ['x'], output: ({ x }) => sigmoid(x) }, (dy, y) => ({
    x: () => mul(dy, mul(y, sub(1, y))),
  })),
  outputGradient('Tanh', { inputs: ['x'], output: ({ x }) => tanh(x) }, (dy, y) => ({
    x: () => mul(dy, sub(1, square(y))),
  })),
  kernelGradient('Softplus', ['x'], (dy, { x }) => ({ x: () => mul(dy, sigmoid(x)) })),
  kernelGradient(
    'ClipByValue',
    ['x'],
    (dy, { x }, { clipValueMin, clipValueMax }: { clipValueMin: number; clipValueMax: number }) => ({
      x: () => whereAnyRank(logicalAnd(greaterEqual(x, clipValueMin), lessEqual(x, clipValueMax)), dy, zerosLike(dy)),
    }),
  ),
  outputGradient(
    'Softmax',
    { inputs: ['logits'], output: ({ logits }, { dim }: { dim: number }) => softmax(logits, dim) },
    (dy, y, { dim }) => ({
      logits: () => {
        if (dim === -1 || dim === y.rank - 1) return softmaxGrad({ dy, y }, {});
        const weighted = mul(dy, y);
        return sub(weighted, mul(sum(weighted, dim, true), y));
      },
    }),
  ),
];
