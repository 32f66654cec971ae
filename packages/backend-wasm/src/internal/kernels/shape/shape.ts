import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';

type Input = { readonly x: TensorInfo };

/** Kernels that copy nothing, and those that fill. */
export const shapeKernels: KernelTable = {
  Identity: ownKernel<Input>(({ inputs: { x }, backend }) => backend.makeAlias(x, x.shape)),
  Reshape: ownKernel<Input, { shape: number[] }>(({ inputs: { x }, attrs, backend }) => {
    const size = util.sizeFromShape(x.shape);
    const shape = util.inferFromImplicitShape(attrs.shape, size);
    // The cpu backend says what is wrong with it.
    return util.sizeFromShape(shape) === size && x.dtype !== 'complex64' ? backend.makeAlias(x, shape) : undefined;
  }),
  ExpandDims: ownKernel<{ input: TensorInfo }, { dim: number }>(({ inputs: { input }, attrs: { dim }, backend }) => {
    const rank = input.shape.length;
    if (!(dim >= -(rank + 1) && dim <= rank) || input.dtype === 'complex64') return undefined;
    const shape = input.shape.slice();
    shape.splice(dim < 0 ? rank + dim + 1 : dim, 0, 1);
    return backend.makeAlias(input, shape);
  }),
  Fill: ownKernel<unknown, { shape: number[]; value: number | string; dtype?: string }>(({ attrs, backend }) => {
    const dtype = attrs.dtype ?? util.inferDtype(attrs.value);
    if (typeof attrs.value !== 'number' || (dtype !== 'float32' && dtype !== 'int32')) return undefined;
    return filled(backend, attrs.shape, dtype, attrs.value);
  }),
  ZerosLike: like(0),
  OnesLike: like(1),
};

function like(value: number): OwnKernel {
  return ownKernel<Input>(({ inputs: { x }, backend }) =>
    x.dtype === 'float32' || x.dtype === 'int32' ? filled(backend, x.shape, x.dtype, value) : undefined,
  );
}

function filled(backend: WasmBackend, shape: number[], dtype: 'float32' | 'int32', value: number): TensorInfo {
  const output = backend.newTensor(shape, dtype);
  backend.kernels.fill(backend.pointer(output), util.sizeFromShape(shape), bitsOf(value, dtype));
  return output;
}

const number = new Float32Array(1);
const bits = new Int32Array(number.buffer);

/** The four bytes of a number, as an integer. */
export function bitsOf(value: number, dtype: 'float32' | 'int32'): number {
  if (dtype === 'int32') return value | 0;
  number[0] = value;
  return bits[0]!;
}
