import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { copyStrided } from '../../copy-strided.js';
import { broadcastStrides, stridesOf } from '../../strides.js';

type Numeric = 'float32' | 'int32' | 'bool';

/** The numbers of assembly/elementwise/comparison.ts. */
const DTYPES: readonly string[] = ['float32', 'int32', 'bool'];

/** Whether a dtype is one of numbers that are in the memory. */
export function isNumeric(dtype: string): dtype is Numeric {
  return DTYPES.includes(dtype);
}

/**
 * The same numbers in another dtype.
 *
 * @returns a tensor to be disposed of, also where nothing had to be done
 */
export function convert(backend: WasmBackend, x: TensorInfo, dtype: Numeric): TensorInfo {
  if (x.dtype === dtype) return backend.makeAlias(x, x.shape);
  const output = backend.newTensor(x.shape, dtype);
  const [from, to] = [x.dtype, dtype].map((name) => DTYPES.indexOf(name)) as [number, number]; // of two
  backend.kernels.convert(from, to, backend.pointer(x), backend.pointer(output), util.sizeFromShape(x.shape));
  return output;
}

/**
 * Numbers of four bytes, repeated to a shape.
 *
 * @returns a tensor to be disposed of, also where nothing had to be done
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

/** Disposes of what a kernel made for itself. */
export function disposeAll(backend: WasmBackend, tensors: readonly TensorInfo[]): void {
  for (const tensor of tensors) backend.disposeIntermediateTensorInfo(tensor);
}
