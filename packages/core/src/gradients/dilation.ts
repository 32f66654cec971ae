import { engine, type GradConfig, type NamedAttrMap } from '@tensorflow/tfjs-core';
import { kernelGradient } from '../internal/kernel-gradient.js';

/** The gradient of morphological dilation: what the largest sum of each window was made of. */
export const dilationGradients: readonly GradConfig[] = [
  kernelGradient('Dilation2D', ['x', 'filter'], (dy, { x, filter }, attrs: NamedAttrMap) => ({
    x: () => engine().runKernel('Dilation2DBackpropInput', { x, filter, dy }, attrs),
    filter: () => engine().runKernel('Dilation2DBackpropFilter', { x, filter, dy }, attrs),
  })),
];
