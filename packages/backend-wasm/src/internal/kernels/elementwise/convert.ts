import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { DtypeCode } from '../../generated/kernel-calls.js';
import { type KernelTable, NUMERIC, takes, tfjsKernel } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { copyStrided } from '../shape/copy.js';
import { broadcastStrides, stridesOf } from '../strides.js';

/** The dtypes of tensors in the memory. */
type Numeric = keyof typeof DtypeCode;

type Input = { readonly x: TensorInfo };

/** Conversion between dtypes. */
export const conversionKernels: KernelTable = {
  Cast: tfjsKernel(
    shapes({ x: '...' }),
    takes<Input, { readonly dtype: string }>({ x: NUMERIC }, ({ inputs: { x }, attrs: { dtype }, backend }) =>
      dtype in DtypeCode ? convert(backend, x, dtype as Numeric) : undefined,
    ),
  ),
};

/**
 * The same values in another dtype.
 *
 * @returns a tensor to be disposed, also where nothing had to be done
 */
export function convert(backend: WasmBackend, x: TensorInfo, dtype: Numeric): TensorInfo {
  if (x.dtype === dtype) return backend.makeAlias(x, x.shape);
  const output = backend.newTensor(x.shape, dtype);
  backend.kernels.convert({
    from: DtypeCode[x.dtype as Numeric],
    to: DtypeCode[dtype],
    x: backend.pointer(x),
    target: backend.pointer(output),
    count: util.sizeFromShape(x.shape),
  });
  return output;
}

/**
 * Elements of four bytes, broadcast to a shape.
 *
 * @returns a tensor to be disposed, also where nothing had to be done
 */
export function broadcast(backend: WasmBackend, x: TensorInfo, shape: number[]): TensorInfo {
  if (util.arraysEqual(x.shape, shape)) return backend.makeAlias(x, shape);
  const output = backend.newTensor(shape, x.dtype as 'float32' | 'int32');
  copyStrided(backend, {
    source: backend.pointer(x),
    target: backend.pointer(output),
    extents: shape,
    from: broadcastStrides(x.shape, shape),
    to: stridesOf(shape),
  });
  return output;
}
