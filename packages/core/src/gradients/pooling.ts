import { engine, type GradConfig, type NamedAttrMap, type Tensor } from '@tensorflow/tfjs-core';
import { kernelGradient } from '../internal/kernel-gradient.js';

function average(forward: string, backward: string): GradConfig[] {
  return [
    kernelGradient(forward, ['x'], (dy, { x }, attrs: NamedAttrMap) => ({
      x: () => engine().runKernel(backward, { dy, input: x }, attrs),
    })),
    // Linear in dy, and the input serves for its shape alone.
    kernelGradient(backward, [], (ddx, _saved, attrs: NamedAttrMap) => ({
      dy: () => engine().runKernel(forward, { x: ddx }, attrs),
    })),
  ];
}

function largest(forward: string, backward: string): GradConfig {
  return {
    kernelName: forward,
    inputsToSave: ['x'],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [input, output] = saved as [Tensor, Tensor]; // as named above
      return { x: () => engine().runKernel(backward, { dy: dy as Tensor, input, output }, attrs) }; // one output
    },
  };
}

/** Gradients of pooling, one kernel call each. */
export const poolingGradients: readonly GradConfig[] = [
  ...average('AvgPool', 'AvgPoolGrad'),
  ...average('AvgPool3D', 'AvgPool3DGrad'),
  largest('MaxPool', 'MaxPoolGrad'),
  largest('MaxPool3D', 'MaxPool3DGrad'),
];
