import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { KernelCall } from '../../kernel.js';
import { apply, operationOf } from '../elementwise/unary.js';

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
  const functions: Readonly<Record<string, readonly [name?: string, ...options: number[]]>> = {
    linear: [],
    relu: [],
    relu6: ['ClipByValue', 0, 6],
    elu: ['Elu'],
    leakyrelu: ['LeakyRelu', leakyreluAlpha],
    sigmoid: ['Sigmoid'],
  };
  const call = functions[activation];
  if (inputs.preluActivationWeights || call === undefined || !isPerColumn(inputs.bias, columns)) return undefined;
  const output = product({ bias: inputs.bias, rectify: activation === 'relu' });
  const [name, ...options] = call;
  if (output !== undefined && name !== undefined) apply(backend, operationOf(name), [output, output], options);
  return output;
}

/** Whether there is one number for each column, or nothing; anything else would have to be broadcast. */
export function isPerColumn(x: TensorInfo | undefined | null, columns: number): boolean {
  return !x || (x.dtype === 'float32' && x.shape.at(-1) === columns && util.sizeFromShape(x.shape) === columns);
}
