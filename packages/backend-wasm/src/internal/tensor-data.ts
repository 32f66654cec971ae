import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Allocator } from './allocator.js';

/** What a tensor's values look like outside the memory. */
export type HostValues = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** The two tensors that a complex one is made of. */
export type ComplexParts = { real: TensorInfo; imag: TensorInfo };

/**
 * Where the values of one or more tensors are: in the memory, or on the host (strings, the shell of a complex tensor,
 * and what a kernel of the cpu backend has just made).
 *
 * The names `values`, `complexTensorInfos` and `refCount` are those that the cpu backend's kernels read.
 */
export class TensorData {
  readonly dtype: DataType;
  /** How many elements; 0 for strings and complex tensors. */
  readonly length: number;
  refCount: number;
  complexTensorInfos: ComplexParts | undefined;
  /** The address, or 0 while the values are on the host. */
  pointer: number;
  host: HostValues | undefined;
  readonly #allocator: Allocator;

  constructor(allocator: Allocator, dtype: DataType, length: number, refCount: number) {
    this.#allocator = allocator;
    this.dtype = dtype;
    this.length = length;
    this.refCount = refCount;
    this.pointer = 0;
  }

  /** A fresh view of the memory, because growth detaches views; or the values on the host. */
  get values(): HostValues | undefined {
    if (this.pointer === 0) return this.host;
    const { buffer } = this.#allocator.memory;
    if (this.dtype === 'float32') return new Float32Array(buffer, this.pointer, this.length);
    if (this.dtype === 'int32') return new Int32Array(buffer, this.pointer, this.length);
    return new Uint8Array(buffer, this.pointer, this.length);
  }
}
