import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { checkShape } from '../../checks.js';
import { FOUR_BYTES, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { shapes } from '../../signature.js';

type FourBytes = 'float32' | 'int32';
type FillAttributes = { readonly shape: number[]; readonly value: number | string; readonly dtype?: string };

/** Tensors of one value. */
export const fillKernels: KernelTable = {
  Fill: tfjsKernel(
    shapes({}, (where, { shape }) => checkShape(where, 'shape', shape)),
    takes<object, FillAttributes>({}, ({ attrs: { shape, value, dtype: given }, backend }) => {
      const dtype = given ?? util.inferDtype(value);
      if (typeof value !== 'number' || (dtype !== 'float32' && dtype !== 'int32')) return undefined;
      return filled(backend, shape, dtype, value);
    }),
  ),
  OnesLike: tfjsKernel(shapes({ x: '...' }), takes({ x: FOUR_BYTES }, like(1))),
  ZerosLike: tfjsKernel(shapes({ x: '...' }), takes({ x: FOUR_BYTES }, like(0))),
};

function like(value: number): KernelFunction<{ readonly x: TensorInfo }> {
  return ({ inputs: { x }, backend }) => filled(backend, x.shape, x.dtype as FourBytes, value); // as registered
}

function filled(backend: WasmBackend, shape: number[], dtype: FourBytes, value: number): TensorInfo {
  const output = backend.newTensor(shape, dtype);
  const count = util.sizeFromShape(shape);
  backend.kernels.fill({ target: backend.pointer(output), count, bits: bitsOf(value, dtype) });
  return output;
}

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The four bytes of a value, as an integer. */
export function bitsOf(value: number, dtype: FourBytes): number {
  if (dtype === 'int32') return value | 0;
  float[0] = value;
  return bits[0]!;
}
