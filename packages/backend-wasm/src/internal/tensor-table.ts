import { type DataId, engine, type KernelBackend } from '@tensorflow/tfjs-core';
import type { Allocator } from './allocator.js';
import { TensorData } from './tensor-data.js';

/**
 * From data ids to data. A tensor made here has its data as its id, so that finding it is reading a property; one that
 * was moved here from another backend keeps the id that it had there.
 */
export class TensorTable {
  readonly #backend: KernelBackend;
  readonly #allocator: Allocator;
  readonly #moved: WeakMap<DataId, TensorData> = new WeakMap();
  #count = 0;

  constructor(backend: KernelBackend, allocator: Allocator) {
    this.#backend = backend;
    this.#allocator = allocator;
  }

  get count(): number {
    return this.#count;
  }

  /** What is here under this id, or undefined. */
  find(dataId: DataId): TensorData | undefined {
    if (dataId instanceof TensorData && dataId.allocator === this.#allocator && !dataId.disposed) return dataId;
    return this.#moved.get(dataId);
  }

  /** The same, after moving the tensor here where it is on another backend. */
  get(dataId: DataId): TensorData {
    const data = this.find(dataId);
    if (data !== undefined) return data;
    engine().moveData(this.#backend, dataId);
    return this.#moved.get(dataId)!;
  }

  /** @param dataId the id under which another backend knew it; default: the data itself */
  add(data: TensorData, dataId: DataId = data): void {
    this.#count++;
    if (dataId !== data) this.#moved.set(dataId, data);
  }

  delete(dataId: DataId, data: TensorData): void {
    this.#count--;
    if (dataId !== data) this.#moved.delete(dataId);
    data.release();
  }
}
