import type { BackendError } from '@neurite/core';
import type { DataType, KernelBackend } from '@tensorflow/tfjs-core';
import { watchDevice } from './devices.js';
import { guardReads } from './guard-reads.js';
import { bytesOf, formatBytes, LARGE, outOfMemory } from './out-of-memory.js';

/** The parts of tfjs's backend, version 4.22, and of WebGPU that are used here. */
export type WebgpuBackend = KernelBackend & {
  readonly device: GpuDevice;
  readonly tensorMap: { get(dataId: object): BufferData };
  uploadToGPU(dataId: object): void;
};

type GpuDevice = {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly limits: { readonly maxBufferSize: number; readonly maxStorageBufferBindingSize: number };
  pushErrorScope(filter: 'out-of-memory'): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
};

type BufferData = {
  readonly shape: number[];
  readonly dtype: DataType;
  readonly values: unknown;
  readonly resource: unknown;
};

/** Milliseconds that a browser may take to report the loss of a device, after an operation on it has failed. */
const GRACE = 200;

const watched = new WeakSet<KernelBackend>();

/** Turns the loss of the device, and tensors that do not fit, into errors that say what happened. */
export function watchWebgpu(started: KernelBackend): void {
  if (watched.has(started)) return;
  watched.add(started);
  const backend = started as WebgpuBackend; // the backend of this name
  const device = watchDevice('webgpu');
  const lost = backend.device.lost.then(({ reason, message }) => device.lose(message || reason));
  let error: BackendError | undefined;
  guardReads(backend, device, {
    check: () => {},
    confirm: () => Promise.race([lost, new Promise<void>((resolve) => setTimeout(resolve, GRACE))]),
    takeError: () => {
      const taken = error;
      error = undefined;
      return taken;
    },
  });
  guardUploads(backend, (late) => {
    error ??= late;
  });
}

/** @param report called with an error that the driver found after the kernel had been submitted */
function guardUploads(backend: WebgpuBackend, report: (error: BackendError) => void): void {
  const { device } = backend;
  const largest = Math.min(device.limits.maxBufferSize, device.limits.maxStorageBufferBindingSize);
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const { shape, dtype, values, resource } = backend.tensorMap.get(dataId);
    if (resource !== null && resource !== undefined) return;
    const bytes = bytesOf(shape);
    if (bytes > largest) {
      // Nobody owns the output of a kernel that fails.
      if (values === null || values === undefined) backend.disposeData(dataId, true);
      throw outOfMemory(
        'webgpu',
        { shape, dtype },
        { reason: `the device takes tensors of up to ${formatBytes(largest)}` },
      );
    }
    if (bytes < LARGE) {
      upload(dataId);
      return;
    }
    device.pushErrorScope('out-of-memory');
    upload(dataId);
    device.popErrorScope().then(
      (error) => {
        if (error !== null) report(outOfMemory('webgpu', { shape, dtype }, { reason: error.message }));
      },
      () => {}, // The device is lost, which the next read reports.
    );
  };
}
