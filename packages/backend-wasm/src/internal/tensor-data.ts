import { ShapeError } from '@neurite/core';
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { Allocator } from './allocator.js';

/** A tensor's values outside the memory. */
export type HostValues = Float32Array | Int32Array | Uint8Array | Uint8Array[];

/** The two tensors that a complex one is made of. */
export type ComplexParts = { real: TensorInfo; imag: TensorInfo };

/**
 * The values of one or more tensors: in the memory, or on the host (strings, the shell of a complex tensor, and what a
 * kernel of the cpu backend has just made). It is also the tensors' data id.
 *
 * The names `values` and `complexTensorInfos` are those that the cpu backend's kernels read.
 */
export class TensorData {
  readonly dtype: DataType;
  /** The number of elements; 0 for strings and complex tensors. */
  readonly length: number;
  readonly allocator: Allocator;
  refCount: number;
  disposed = false;
  /** The address, or 0 while the values are on the host. */
  pointer = 0;
  host: HostValues | undefined = undefined;
  complexTensorInfos: ComplexParts | undefined = undefined;

  constructor(allocator: Allocator, dtype: DataType, length: number, refCount: number) {
    this.allocator = allocator;
    this.dtype = dtype;
    this.length = length;
    this.refCount = refCount;
  }

  /** A fresh view of the memory, because growth detaches views; or the values on the host. */
  get values(): HostValues | undefined {
    if (this.pointer === 0) return this.host;
    const { buffer } = this.allocator.memory;
    if (this.dtype === 'float32') return new Float32Array(buffer, this.pointer, this.length);
    if (this.dtype === 'int32') return new Int32Array(buffer, this.pointer, this.length);
    return new Uint8Array(buffer, this.pointer, this.length);
  }

  get bytes(): number {
    return this.dtype === 'bool' ? this.length : this.length * 4;
  }

  /** Allocates memory for the values. */
  allocate(): void {
    this.pointer = this.allocator.allocate(this.bytes);
  }

  /**
   * Copies values into the memory; zeros where there are none.
   *
   * @throws ShapeError when there are more or fewer than elements
   */
  upload(values: HostValues | undefined | null): void {
    if (values && values.length !== this.length) {
      throw new ShapeError({
        where: 'backend-wasm',
        argument: 'values',
        expected: `have ${this.length} elements, as many as the shape`,
        received: String(values.length),
      });
    }
    this.allocate();
    this.host = undefined;
    const target = this.values as Float32Array; // numbers, whatever their width
    if (values === undefined || values === null) target.fill(0);
    else target.set(values as Float32Array);
  }

  /** Frees the memory. */
  release(): void {
    if (this.pointer !== 0) this.allocator.release(this.pointer);
    this.pointer = 0;
    this.host = undefined;
    this.disposed = true;
  }
}
