import { type DataType, type KernelBackend, util } from '@tensorflow/tfjs-core';

/** The parts of tfjs's backend, version 4.22, and of WebGPU that are used here. */
type Backend = KernelBackend & {
  readonly tensorMap: { get(dataId: object): TensorData };
  readonly bufferManager: { acquireBuffer(size: number, usage: number): object };
  uploadToGPU(dataId: object): void;
};

type TensorData = {
  readonly shape: readonly number[];
  readonly dtype: DataType;
  values?: ArrayLike<number> | null;
  resource?: object | null;
};

/** Bytes of the largest element that a program reads at once, a vector of four numbers. */
const SMALLEST = 16;
/** STORAGE, COPY_SRC and COPY_DST, as of every tensor. */
const USAGE = 0x80 | 0x04 | 0x08;

const accepting = new WeakSet<KernelBackend>();

/**
 * Gives tensors without elements a buffer, which no program reads.
 *
 * tfjs binds a buffer of size 0, which WebGPU refuses, and with it all commands that are submitted at the same time: their
 * outputs are then uninitialised memory. May be called again.
 */
export function acceptEmpty(started: KernelBackend): void {
  if (accepting.has(started)) return;
  accepting.add(started);
  const backend = started as Backend; // the backend of this name
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const data = backend.tensorMap.get(dataId);
    if (util.sizeFromShape([...data.shape]) > 0) {
      upload(dataId);
      return;
    }
    // The values stay, so that a read does not copy the buffer.
    data.values ??= util.getTypedArrayFromDType(data.dtype as 'float32', 0); // of a dtype that can be uploaded
    data.resource ??= backend.bufferManager.acquireBuffer(SMALLEST, USAGE);
  };
}
