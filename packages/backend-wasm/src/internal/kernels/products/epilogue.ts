import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { BinaryCode, UnaryCode } from '../../generated/kernel-calls.js';
import type { KernelCall } from '../../kernel.js';
import { applyUnary } from '../elementwise/unary.js';

/** What follows a product in the same kernel: a bias for each column, and then relu. */
export type Epilogue = { readonly bias: TensorInfo | undefined; readonly rectify: boolean };

export const NO_EPILOGUE: Epilogue = { bias: undefined, rectify: false };

/** What fused kernels of tfjs-core read besides the factors. */
export type FusedInputs = { readonly bias?: TensorInfo; readonly preluActivationWeights?: TensorInfo };
export type FusedAttributes = { readonly activation?: string; readonly leakyreluAlpha?: number };

/**
 * Runs a product with a bias and an activation: relu is part of the epilogue, others are applied in place.
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
  const functions: Readonly<Record<string, readonly [code?: UnaryCode, first?: number, second?: number]>> = {
    linear: [],
    relu: [],
    relu6: [UnaryCode.ClipByValue, 0, 6],
    elu: [UnaryCode.Elu],
    leakyrelu: [UnaryCode.LeakyRelu, leakyreluAlpha],
    sigmoid: [UnaryCode.Sigmoid],
  };
  const applied = functions[activation];
  if (inputs.preluActivationWeights || applied === undefined || !isPerColumn(inputs.bias, columns)) return undefined;
  const output = product({ bias: inputs.bias ?? undefined, rectify: activation === 'relu' });
  const [code, ...options] = applied;
  if (output !== undefined && code !== undefined) applyUnary(backend, code, [output, output], options);
  return output;
}

/** Whether there is one element for each column, or no tensor; another shape would have to be broadcast. */
export function isPerColumn(x: TensorInfo | undefined | null, columns: number): boolean {
  return !x || (x.shape.at(-1) === columns && util.sizeFromShape(x.shape) === columns);
}

/** A product over nothing: 0, then the epilogue. */
export function emptyProduct(backend: WasmBackend, shape: number[], { bias, rectify }: Epilogue): TensorInfo {
  const output = backend.newTensor(shape);
  const columns = shape.at(-1)!;
  const size = util.sizeFromShape(shape);
  const target = backend.pointer(output);
  backend.kernels.fill({ target, count: size, bits: 0 });
  if (bias !== undefined && size > 0) {
    const rows = { length: columns, outer: 1, aOuter: 0, bOuter: 0, middle: size / columns };
    const operands = {
      a: target,
      aOne: false,
      aMiddle: columns * 4,
      b: backend.pointer(bias),
      bOne: false,
      bMiddle: 0,
    };
    backend.kernels.binary({ code: BinaryCode.Add, ...operands, target, ...rows });
  }
  if (rectify) applyUnary(backend, UnaryCode.Relu, [output, output]);
  return output;
}
