import {
  add,
  engine,
  type GradConfig,
  mul,
  type NamedAttrMap,
  neg,
  rsqrt,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { kernelGradient } from '../internal/kernel-gradient.js';

/** Gradients of batch normalisation and of local response normalisation. */
export const normalizationGradients: readonly GradConfig[] = [
  kernelGradient(
    'FusedBatchNorm',
    ['x', 'mean', 'variance', 'scale'],
    (dy, { x, mean, variance, scale }, { varianceEpsilon }: { varianceEpsilon: number }) => {
      const inverse = (): Tensor => rsqrt(add(variance, varianceEpsilon));
      return {
        x: () => mul(dy, mul(inverse(), scale)),
        mean: () => neg(sumTo(mul(dy, mul(inverse(), scale)), mean.shape)),
        variance: () => {
          const r = inverse();
          const slope = mul(mul(mul(r, mul(r, r)), scale), -0.5);
          return sumTo(mul(mul(dy, sub(x, mean)), slope), variance.shape);
        },
        scale: () => sumTo(mul(dy, mul(sub(x, mean), inverse())), scale.shape),
        offset: () => sumTo(dy, mean.shape),
      };
    },
  ),
  {
    kernelName: 'LRN',
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs: NamedAttrMap) => {
      const [x, y] = saved as [Tensor, Tensor]; // as named above
      return { x: () => engine().runKernel('LRNGrad', { x, y, dy: dy as Tensor }, attrs) }; // one output
    },
  },
];
