import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';

/** The activations that may follow a fused kernel. */
export type Activation = 'linear' | 'relu' | 'relu6' | 'elu' | 'leakyrelu' | 'sigmoid';

const ACTIVATIONS: readonly string[] = ['linear', 'relu', 'relu6', 'elu', 'leakyrelu', 'sigmoid'];

/** Whether `activate` knows it; `prelu` needs weights and is left to the cpu backend. */
export function isActivation(name: string): name is Activation {
  return ACTIVATIONS.includes(name);
}

/** Applies an activation to a tensor in its place. */
export function activate(backend: WasmBackend, x: TensorInfo, activation: Activation, slope = 0.2): void {
  const { kernels } = backend;
  const at = backend.pointer(x);
  const count = util.sizeFromShape(x.shape);
  if (activation === 'relu') kernels.relu(at, at, count);
  else if (activation === 'relu6') kernels.clip(at, at, count, 0, 6);
  else if (activation === 'elu') kernels.elu(at, at, count);
  else if (activation === 'leakyrelu') kernels.leakyRelu(at, at, count, slope);
  else if (activation === 'sigmoid') kernels.sigmoid(at, at, count);
}
