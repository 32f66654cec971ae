import {
  backend_util,
  buffer,
  type DataId,
  DataStorage,
  type DataType,
  engine,
  KernelBackend,
  kernel_impls,
  type Rank,
  type Tensor,
  type TensorBuffer,
  type TensorInfo,
  util,
} from '@tensorflow/tfjs-core';
import type { Allocator } from './allocator.js';
import type { KernelExports } from './kernel-exports.js';
import { Scratch } from './scratch.js';
import { type HostValues, TensorData } from './tensor-data.js';

/** The values that tfjs-core hands to a backend. */
type Values = backend_util.BackendValues;

/**
 * A tfjs-core backend whose tensors live in one WebAssembly.Memory.
 *
 * Kernels written by us take addresses (`pointer`). Kernels of the cpu backend run on views of the memory; while one
 * runs, what it makes stays on the host, so that the memory does not grow under its views, and moves into the memory
 * when it is done (`onHost`).
 */
export class WasmBackend extends KernelBackend {
  readonly kernels: KernelExports;
  readonly scratch: Scratch;
  /** Under the name and with the meaning that the cpu backend's kernels expect. */
  readonly data: DataStorage<TensorData>;
  /** The cpu backend's matMul reads it. */
  readonly blockSize = 48;
  readonly #allocator: Allocator;
  readonly #madeOnHost: TensorData[] = [];
  #hostDepth = 0;

  constructor(allocator: Allocator, kernels: KernelExports) {
    super();
    this.#allocator = allocator;
    this.kernels = kernels;
    this.scratch = new Scratch(allocator);
    this.data = new DataStorage<TensorData>(this, engine());
  }

  /** The address of a tensor's values. Valid as long as the tensor lives, also when the memory grows. */
  pointer(tensor: TensorInfo): number {
    return this.data.get(tensor.dataId).pointer;
  }

  /** A new tensor of our kernels, whose elements hold anything until they are written. */
  makeOutput(shape: number[], dtype: 'float32' | 'int32' | 'bool'): TensorInfo {
    const length = util.sizeFromShape(shape);
    const data = new TensorData(this.#allocator, dtype, length, 1);
    data.pointer = this.#allocator.allocate(dtype === 'bool' ? length : length * 4);
    const dataId = {};
    this.data.set(dataId, data);
    return { dataId, shape, dtype };
  }

  /** The same values under another shape: no copy, one reference more. */
  makeAlias(tensor: TensorInfo, shape: number[]): TensorInfo {
    this.data.get(tensor.dataId).refCount++;
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
  }

  /** Runs a kernel of the cpu backend: until it returns, nothing makes the memory grow. */
  onHost<R>(kernel: () => R): R {
    this.#hostDepth++;
    try {
      return kernel();
    } finally {
      this.#hostDepth--;
      if (this.#hostDepth === 0) this.#settle();
    }
  }

  override write(values: Values, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(dataId: DataId, values: Values, shape: number[], dtype: DataType, refCount: number): void {
    const inMemory = dtype !== 'string' && dtype !== 'complex64';
    const data = new TensorData(this.#allocator, dtype, inMemory ? util.sizeFromShape(shape) : 0, refCount);
    this.data.set(dataId, data);
    if (dtype === 'string') {
      data.host = values as Uint8Array[]; // tfjs-core encodes strings before it hands them over
    } else if (dtype === 'complex64') {
      if (values) {
        const { real, imag } = backend_util.splitRealAndImagArrays(values as Float32Array);
        data.complexTensorInfos = {
          real: this.makeTensorInfo(shape, 'float32', real),
          imag: this.makeTensorInfo(shape, 'float32', imag),
        };
      }
    } else if (this.#hostDepth > 0) {
      data.host = values as HostValues;
      this.#madeOnHost.push(data);
    } else {
      this.#upload(data, values as HostValues);
    }
  }

  /** The cpu backend's kernels make their outputs with it. */
  makeTensorInfo(shape: number[], dtype: DataType, values?: Values | string[]): TensorInfo {
    const encoded =
      dtype === 'string' && typeof values?.[0] === 'string'
        ? (values as string[]).map((text) => util.encodeString(text))
        : (values as Values);
    return { dataId: this.write(encoded, shape, dtype), shape, dtype };
  }

  /** A copy: a view would detach when the memory grows, and change when the tensor is disposed. */
  override readSync(dataId: DataId): Values {
    const data = this.data.get(dataId);
    if (data.complexTensorInfos !== undefined) {
      const { real, imag } = data.complexTensorInfos;
      return backend_util.mergeRealAndImagArrays(
        this.readSync(real.dataId) as Float32Array,
        this.readSync(imag.dataId) as Float32Array,
      );
    }
    if (data.dtype === 'string') return data.host as Uint8Array[];
    return (data.values as Float32Array).slice();
  }

  override async read(dataId: DataId): Promise<Values> {
    return this.readSync(dataId);
  }

  bufferSync(tensor: TensorInfo): TensorBuffer<Rank, DataType> {
    const values = this.readSync(tensor.dataId);
    const decoded =
      tensor.dtype === 'string' ? (values as Uint8Array[]).map((text) => util.decodeString(text)) : values;
    return buffer(tensor.shape, tensor.dtype, decoded as Float32Array); // whatever its dtype says it holds
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const data = this.data.get(dataId);
    data.refCount--;
    if (!force && data.refCount > 0) return false;
    if (data.complexTensorInfos !== undefined) {
      this.disposeData(data.complexTensorInfos.real.dataId, true);
      this.disposeData(data.complexTensorInfos.imag.dataId, true);
    }
    if (data.pointer !== 0) this.#allocator.release(data.pointer);
    data.host = undefined;
    data.refCount = 0;
    this.data.delete(dataId);
    return true;
  }

  disposeIntermediateTensorInfo(tensor: TensorInfo): void {
    this.disposeData(tensor.dataId);
  }

  override refCount(dataId: DataId): number {
    return this.data.has(dataId) ? this.data.get(dataId).refCount : 0;
  }

  override incRef(dataId: DataId): void {
    this.data.get(dataId).refCount++;
  }

  decRef(dataId: DataId): void {
    if (this.data.has(dataId)) this.data.get(dataId).refCount--;
  }

  override numDataIds(): number {
    return this.data.numDataIds();
  }

  /** `where` of tfjs-core asks the backend for the coordinates of what is true. */
  where(condition: Tensor): Tensor {
    return kernel_impls.whereImpl(condition.shape, this.readSync(condition.dataId) as Uint8Array);
  }

  /** Besides tfjs-core's counts: bytes of live tensors now and at most, and of the memory itself. */
  override memory(): { unreliable: boolean; liveBytes: number; peakBytes: number; heapBytes: number } {
    return { unreliable: false, ...this.#allocator.use };
  }

  override timerAvailable(): boolean {
    return true;
  }

  override async time(f: () => void): Promise<{ kernelMs: number }> {
    const start = util.now();
    f();
    return { kernelMs: util.now() - start };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.scratch.dispose();
  }

  #upload(data: TensorData, values: HostValues | undefined): void {
    data.pointer = this.#allocator.allocate(data.dtype === 'bool' ? data.length : data.length * 4);
    data.host = undefined;
    const target = data.values as Float32Array;
    if (values === undefined || values === null) target.fill(0);
    else target.set(values as Float32Array);
  }

  #settle(): void {
    for (const data of this.#madeOnHost.splice(0)) {
      if (data.refCount > 0) this.#upload(data, data.host);
    }
  }
}
