import {
  backend_util,
  buffer,
  type DataId,
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
import type { OptionalPointer, Pointer, Scratch } from './address.js';
import type { Allocator, MemoryUse } from './allocator.js';
import { elementsOf } from './checks.js';
import type { KernelExports, Kernels } from './module-kernels.js';
import { ScratchMemory } from './scratch-memory.js';
import { type HostValues, TensorData } from './tensor-data.js';
import { TensorTable } from './tensor-table.js';
import { Threads } from './threads.js';

/** The values that tfjs-core hands to a backend. */
type Values = backend_util.BackendValues;

/**
 * A tfjs-core backend whose tensors live in one WebAssembly.Memory.
 *
 * Our kernels take addresses (`pointer`). Kernels of the cpu backend run on views of the memory; while one runs, the
 * tensors that it makes stay on the host, so that the memory does not grow under its views, and move into the memory
 * when it is done (`onHost`).
 */
export class WasmBackend extends KernelBackend {
  /** The kernels on this thread. */
  readonly kernels: Kernels;
  /** Shares the work of large kernels. */
  readonly threads: Threads;
  /** Under the name that the cpu backend's kernels expect. */
  readonly data: TensorTable;
  /** The cpu backend's matMul reads it. */
  readonly blockSize = 48;
  readonly #allocator: Allocator;
  readonly #scratch: ScratchMemory;
  readonly #madeOnHost: TensorData[] = [];
  #hostDepth = 0;

  constructor(allocator: Allocator, exports: KernelExports, threads: Threads = new Threads(allocator, exports)) {
    super();
    this.#allocator = allocator;
    this.threads = threads;
    this.kernels = threads.kernels;
    this.#scratch = new ScratchMemory(allocator);
    this.data = new TensorTable(this, allocator);
  }

  /** The address of a tensor's elements. Valid while the tensor lives, also when the memory grows. */
  pointer(tensor: TensorInfo): Pointer {
    const data = this.data.get(tensor.dataId);
    // A kernel of the cpu backend may have called one of ours with a tensor that it had just made.
    if (data.pointer === 0) data.upload(data.host);
    return data.pointer as Pointer; // no longer 0
  }

  /** The addresses of several. */
  pointers<Tensors extends readonly TensorInfo[]>(...tensors: Tensors): { [I in keyof Tensors]: Pointer } {
    return tensors.map((tensor) => this.pointer(tensor)) as { [I in keyof Tensors]: Pointer }; // one of each
  }

  /** The address of a tensor's elements, or 0 where there is no tensor. */
  optionalPointer(tensor: TensorInfo | undefined | null): OptionalPointer {
    return tensor ? this.pointer(tensor) : 0;
  }

  /**
   * Lends scratch memory to a function: for what several calls of kernels, or several threads, share. A kernel's own scratch
   * comes from `threads`.
   */
  withScratch<R>(floats: number, work: <L>(scratch: Scratch<L>) => R): R {
    return this.#scratch.use(floats, work);
  }

  /**
   * A new tensor of our kernels, whose elements hold anything until they are written.
   *
   * @throws ShapeError when a size is no integer of at least 0, before anything is allocated
   */
  newTensor(shape: number[], dtype: 'float32' | 'int32' | 'bool' = 'float32'): TensorInfo {
    const data = new TensorData(this.#allocator, dtype, elementsOf(shape), 1);
    data.allocate();
    this.data.add(data);
    return { dataId: data, shape, dtype };
  }

  /** The same elements under another shape: one more reference, no copy. */
  makeAlias(tensor: TensorInfo, shape: number[]): TensorInfo {
    this.data.get(tensor.dataId).refCount++;
    return { dataId: tensor.dataId, shape, dtype: tensor.dtype };
  }

  /** Runs a kernel of the cpu backend: until it returns, the tensors that it makes stay on the host. */
  onHost<R>(kernel: () => R): R {
    this.#hostDepth++;
    let done = false;
    try {
      const result = kernel();
      done = true;
      return result;
    } finally {
      this.#hostDepth--;
      if (this.#hostDepth === 0) {
        for (const data of this.#madeOnHost.splice(0)) {
          if (data.disposed || data.pointer !== 0) continue;
          // A kernel that failed does not tell what it made.
          if (done) data.upload(data.host);
          else this.data.delete(data, data);
        }
      }
    }
  }

  override write(values: Values, shape: number[], dtype: DataType): DataId {
    const data = this.#make(values, shape, dtype, 1);
    this.data.add(data);
    return data;
  }

  override move(dataId: DataId, values: Values, shape: number[], dtype: DataType, refCount: number): void {
    this.data.add(this.#make(values, shape, dtype, refCount), dataId);
  }

  /** The cpu backend's kernels make their outputs with this. */
  makeTensorInfo(shape: number[], dtype: DataType, values?: Values | string[]): TensorInfo {
    const encoded =
      dtype === 'string' && typeof values?.[0] === 'string'
        ? (values as string[]).map((text) => util.encodeString(text))
        : (values as Values);
    return { dataId: this.write(encoded, shape, dtype), shape, dtype };
  }

  /** A few of them make them with this. */
  makeOutput(values: Values, shape: number[], dtype: DataType): Tensor {
    return engine().makeTensorFromTensorInfo(this.makeTensorInfo(shape, dtype, values), this);
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
    // An array that is still on the host need not be of the type of its dtype.
    if (data.pointer === 0) return util.convertBackendValuesAndArrayBuffer(data.host as Float32Array, data.dtype);
    return (data.values as Float32Array).slice();
  }

  override async read(dataId: DataId): Promise<Values> {
    return this.readSync(dataId);
  }

  bufferSync(tensor: TensorInfo): TensorBuffer<Rank, DataType> {
    const values = this.readSync(tensor.dataId);
    const decoded =
      tensor.dtype === 'string' ? (values as Uint8Array[]).map((text) => util.decodeString(text)) : values;
    return buffer(tensor.shape, tensor.dtype, decoded as Float32Array); // of the type that its dtype says
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const data = this.data.find(dataId);
    if (data === undefined) return true;
    data.refCount--;
    if (!force && data.refCount > 0) return false;
    if (data.complexTensorInfos !== undefined) {
      this.disposeData(data.complexTensorInfos.real.dataId, true);
      this.disposeData(data.complexTensorInfos.imag.dataId, true);
    }
    this.data.delete(dataId, data);
    return true;
  }

  disposeIntermediateTensorInfo(tensor: TensorInfo): void {
    this.disposeData(tensor.dataId);
  }

  override refCount(dataId: DataId): number {
    return this.data.find(dataId)?.refCount ?? 0;
  }

  override incRef(dataId: DataId): void {
    this.data.get(dataId).refCount++;
  }

  decRef(dataId: DataId): void {
    const data = this.data.find(dataId);
    if (data !== undefined) data.refCount--;
  }

  override numDataIds(): number {
    return this.data.count;
  }

  /** `where` of tfjs-core asks the backend for the indices of true elements. */
  where(condition: Tensor): Tensor {
    return kernel_impls.whereImpl(condition.shape, this.readSync(condition.dataId) as Uint8Array);
  }

  /** Besides tfjs-core's counts: bytes in use now and at most, the size of the memory, and how fragmented its free part is. */
  override memory(): { unreliable: boolean } & MemoryUse {
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
    this.#scratch.dispose();
    this.threads.dispose();
  }

  #make(values: Values, shape: number[], dtype: DataType, refCount: number): TensorData {
    const inMemory = dtype !== 'string' && dtype !== 'complex64';
    const data = new TensorData(this.#allocator, dtype, inMemory ? elementsOf(shape) : 0, refCount);
    if (dtype === 'string') {
      data.host = values as Uint8Array[]; // tfjs-core encodes strings before it hands them over
    } else if (dtype === 'complex64') {
      if (values) data.complexTensorInfos = this.#split(values as Float32Array, shape);
    } else if (this.#hostDepth > 0) {
      data.host = values as HostValues; // numbers, as the dtype is none of the others
      this.#madeOnHost.push(data);
    } else {
      data.upload(values as HostValues); // likewise
    }
    return data;
  }

  #split(values: Float32Array, shape: number[]): { real: TensorInfo; imag: TensorInfo } {
    const { real, imag } = backend_util.splitRealAndImagArrays(values);
    return { real: this.makeTensorInfo(shape, 'float32', real), imag: this.makeTensorInfo(shape, 'float32', imag) };
  }
}
