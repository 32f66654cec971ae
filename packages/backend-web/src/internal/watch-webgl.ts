import { type Device, lossError, watchDevice } from '@neurite/webgpu-kernels/devices';
import { guardReads } from '@neurite/webgpu-kernels/guard-reads';
import { bytesOf, LARGE, outOfMemory } from '@neurite/webgpu-kernels/out-of-memory';
import type { DataType, KernelBackend } from '@tensorflow/tfjs-core';

/** The parts of tfjs's backend, version 4.22, that are used here. */
export type WebglBackend = KernelBackend & {
  readonly gpgpu: { readonly gl: WebGL2RenderingContext; itemsToPoll: unknown[] };
  readonly texData: { get(dataId: object): TextureData };
  pendingRead: WeakMap<object, unknown>;
  uploadToGPU(dataId: object): void;
};

type TextureData = {
  readonly shape: number[];
  readonly dtype: DataType;
  readonly values: unknown;
  readonly texture: unknown;
};

const watched = new WeakSet<KernelBackend>();

/** Turns the loss of the context, and tensors that do not fit, into errors that say what happened. */
export function watchWebgl(started: KernelBackend): void {
  if (watched.has(started)) return;
  watched.add(started);
  const backend = started as WebglBackend; // the backend of this name
  const { gl } = backend.gpgpu;
  const device = watchDevice('webgl');
  const lose = (): void => {
    device.lose('the browser took the WebGL context away');
    // tfjs would poll a fence that never answers again, and wait for it before it frees what is being read.
    backend.gpgpu.itemsToPoll = [];
    backend.pendingRead = new WeakMap();
  };
  const check = (): void => {
    if (device.loss === undefined && gl.isContextLost()) lose();
  };
  gl.canvas.addEventListener('webglcontextlost', lose);
  guardReads(backend, device, { check, confirm: async () => check(), takeError: () => undefined });
  guardUploads(backend, device, check);
}

function guardUploads(backend: WebglBackend, device: Device, check: () => void): void {
  const { gl } = backend.gpgpu;
  const upload = backend.uploadToGPU.bind(backend);
  backend.uploadToGPU = (dataId) => {
    const { shape, dtype, values, texture } = backend.texData.get(dataId);
    if (texture !== null && texture !== undefined) return;
    const fail = (reason: string, cause?: unknown): never => {
      // Nobody owns the output of a kernel that fails.
      if (values === null || values === undefined) backend.disposeData(dataId, true);
      throw outOfMemory('webgl', { shape, dtype }, { reason, cause });
    };
    try {
      upload(dataId);
    } catch (error) {
      check();
      if (device.loss !== undefined) throw lossError(device.loss);
      if (!(error instanceof Error) || !/texture size|unable to create/i.test(error.message)) throw error;
      fail(error.message.replace(/\.$/, ''), error);
    }
    if (bytesOf(shape) >= LARGE && gl.getError() === gl.OUT_OF_MEMORY) fail('WebGL reports OUT_OF_MEMORY');
  };
}
