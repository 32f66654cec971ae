import { add, type GradConfig, mul, neg, rsqrt, sub, type Tensor } from '@tensorflow/tfjs-core';
import { sumTo } from '../internal/broadcast.js';
import { kernelGradient } from '../internal/kernel-gradient.js';

/** The gradient of batch normalization. */
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
          const derivative = mul(mul(mul(r, mul(r, r)), scale), -0.5);
          return sumTo(mul(mul(dy, sub(x, mean)), derivative), variance.shape);
        },
        scale: () => sumTo(mul(dy, mul(sub(x, mean), inverse())), scale.shape),
        offset: () => sumTo(dy, mean.shape),
      };
    },
  ),
];
