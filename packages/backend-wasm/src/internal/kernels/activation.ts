import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import type { KernelExports } from '../kernel-exports.js';
import { LINE_FLOATS } from '../threads.js';

/** The activations that may follow a fused kernel. */
export type Activation = 'linear' | 'relu' | 'relu6' | 'elu' | 'leakyrelu' | 'sigmoid';

const ACTIVATIONS: readonly string[] = ['linear', 'relu', 'relu6', 'elu', 'leakyrelu', 'sigmoid'];

/** Whether `activate` knows it; `prelu` needs weights and is left to the cpu backend. */
export function isActivation(name: string): name is Activation {
  return ACTIVATIONS.includes(name);
}

/** Applies an activation to a tensor in its place. */
export function activate(backend: WasmBackend, x: TensorInfo, activation: Activation, slope = 0.2): void {
  const call = CALLS[activation](slope);
  if (call === undefined) return;
  const at = backend.pointer(x);
  const count = util.sizeFromShape(x.shape);
  backend.threads.over(call.kernel, {
    extent: count,
    unit: LINE_FLOATS,
    cost: count * NANOSECONDS,
    args: (from, length) => [at + from * 4, at + from * 4, length, ...call.options],
  });
}

/** For each element, about. */
const NANOSECONDS = 0.4;

type Call = { readonly kernel: keyof KernelExports; readonly options: readonly number[] };

const CALLS: Readonly<Record<Activation, (slope: number) => Call | undefined>> = {
  linear: () => undefined,
  relu: () => ({ kernel: 'relu', options: [] }),
  relu6: () => ({ kernel: 'clip', options: [0, 6] }),
  elu: () => ({ kernel: 'elu', options: [] }),
  leakyrelu: (slope) => ({ kernel: 'leakyRelu', options: [slope] }),
  sigmoid: () => ({ kernel: 'sigmoid', options: [] }),
};

/** Whether there is one number for each column, or nothing; anything else would have to be broadcast. */
export function isPerColumn(x: TensorInfo | undefined | null, columns: number): boolean {
  return !x || (x.dtype === 'float32' && x.shape.at(-1) === columns && util.sizeFromShape(x.shape) === columns);
}
