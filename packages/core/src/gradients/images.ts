import { engine, type GradConfig, type NamedAttrMap } from '@tensorflow/tfjs-core';
import { kernelGradient } from '../internal/kernel-gradient.js';

function resize(forward: string, backward: string): GradConfig {
  return kernelGradient(forward, ['images'], (dy, { images }, attrs: NamedAttrMap) => ({
    images: () => engine().runKernel(backward, { images, dy }, attrs),
  }));
}

/** Gradients of image resizing. */
export const imageGradients: readonly GradConfig[] = [
  resize('ResizeBilinear', 'ResizeBilinearGrad'),
  resize('ResizeNearestNeighbor', 'ResizeNearestNeighborGrad'),
];
