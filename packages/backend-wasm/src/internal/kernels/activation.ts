import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelCall } from '../kernel.js';
import type { KernelExports } from '../kernel-exports.js';
import { LINE_FLOATS } from '../threads.js';

/** For each element, about. */
const NANOSECONDS = 0.4;

/** What follows a product, worked out with it: one number added to each column, and then relu. */
export type Epilogue = { readonly bias: TensorInfo | undefined; readonly rectify: boolean };

/** What fused kernels of tfjs-core read besides the factors. */
export type FusedInputs = { readonly bias?: TensorInfo; readonly preluActivationWeights?: TensorInfo };
export type FusedAttributes = { readonly activation?: string; readonly leakyreluAlpha?: number };

/**
 * Runs a product with a bias and an activation: relu is part of the epilogue, others are done in the product's place.
 *
 * @param columns of the product
 * @returns undefined where the product is, and for `prelu`, which needs weights and is left to the cpu backend
 */
export function withActivation(
  { inputs, attrs, backend }: KernelCall<FusedInputs, FusedAttributes>,
  columns: number,
  product: (epilogue: Epilogue) => TensorInfo | undefined,
): TensorInfo | undefined {
  const { activation = 'linear', leakyreluAlpha = 0.2 } = attrs;
  const kernels: Readonly<Record<string, readonly [kernel?: keyof KernelExports, ...options: number[]]>> = {
    linear: [],
    relu: [],
    relu6: ['clip', 0, 6],
    elu: ['elu'],
    leakyrelu: ['leakyRelu', leakyreluAlpha],
    sigmoid: ['sigmoid'],
  };
  const call = kernels[activation];
  if (inputs.preluActivationWeights || call === undefined || !isPerColumn(inputs.bias, columns)) return undefined;
  const output = product({ bias: inputs.bias, rectify: activation === 'relu' });
  const [kernel, ...options] = call;
  if (output === undefined || kernel === undefined) return output;
  const at = backend.pointer(output);
  const extent = util.sizeFromShape(output.shape);
  backend.threads.over(kernel, {
    extent,
    unit: LINE_FLOATS,
    cost: extent * NANOSECONDS,
    args: (from, length) => [at + from * 4, at + from * 4, length, ...options],
  });
  return output;
}

/** Whether there is one number for each column, or nothing; anything else would have to be broadcast. */
export function isPerColumn(x: TensorInfo | undefined | null, columns: number): boolean {
  return !x || (x.dtype === 'float32' && x.shape.at(-1) === columns && util.sizeFromShape(x.shape) === columns);
}
