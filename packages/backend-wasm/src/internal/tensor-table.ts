import { type DataId, engine, type KernelBackend } from '@tensorflow/tfjs-core';
import type { Allocator } from './allocator.js';
import { TensorData } from './tensor-data.js';

/**
 * From data ids to data. The data of a tensor that was made here is its id, so that a look-up reads a property; a tensor
 * that was moved here from another backend keeps the id that it had there.
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

  /** The data under this id, or undefined where it is on another backend. */
  find(dataId: DataId): TensorData | undefined {
    if (dataId instanceof TensorData && dataId.allocator === this.#allocator && !dataId.disposed) return dataId;
    return this.#moved.get(dataId);
  }

  /** The data under this id, which is moved here where it is on another backend. */
  get(dataId: DataId): TensorData {
    const data = this.find(dataId);
    if (data !== undefined) return data;
    engine().moveData(this.#backend, dataId);
    return this.#moved.get(dataId)!;
  }

  /** @param dataId the id that it has on another backend; default: the data itself */
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
