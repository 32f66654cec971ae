import { type KernelBackend, KernelBackend as KernelBackendClass } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { currentDevice, deviceOf, forgetDevice } from '../src/devices.js';
import { watchWebgpu } from '../src/watch-webgpu.js';

const GIBIBYTE = 2 ** 30;

/** A device that allows buffers of one GiB, more than its driver has. */
class FakeBackend extends KernelBackendClass {
  readonly data = new Map<object, { shape: number[]; dtype: string; values: unknown; resource: unknown }>();
  readonly tensorMap = { get: (id: object) => this.data.get(id)! };
  readonly uploads: object[] = [];
  lose: (info: { reason: string; message: string }) => void = () => {};
  readonly device = {
    lost: new Promise<{ reason: string; message: string }>((resolve) => {
      this.lose = resolve;
    }),
    limits: { maxBufferSize: GIBIBYTE, maxStorageBufferBindingSize: GIBIBYTE },
    pushErrorScope: () => {},
    popErrorScope: async () => ({ message: 'the driver has no more' }),
  };

  uploadToGPU(id: object): void {
    this.uploads.push(id);
  }
  override disposeData(id: object): boolean {
    return this.data.delete(id);
  }
  override read(): Promise<Float32Array> {
    return Promise.resolve(Float32Array.of(1));
  }
  override readSync(): Float32Array {
    return Float32Array.of(1);
  }
  add(shape: number[], values: unknown = null): object {
    const id = {};
    this.data.set(id, { shape, dtype: 'float32', values, resource: null });
    return id;
  }
}

function watched(): FakeBackend {
  forgetDevice('webgpu');
  const backend = new FakeBackend();
  watchWebgpu(backend as unknown as KernelBackend); // the part that is watched
  return backend;
}

describe('a watched WebGPU backend', () => {
  it('refuses a tensor that is larger than the largest buffer, and forgets it', () => {
    const backend = watched();
    const id = backend.add([16_385, 16_384]);
    expect(() => backend.uploadToGPU(id)).toThrow(
      "webgpu: a tensor of shape [16385, 16384] (float32, 1.1 GB) does not fit into the device's memory: the device takes tensors of up to 1.1 GB. Take smaller batches or a smaller model, and dispose what is no longer needed.",
    );
    expect(backend.data.has(id)).toBe(false);
    expect(backend.uploads).toEqual([]);
  });

  it('reports at the next read that the driver had no memory left', async () => {
    const backend = watched();
    const id = backend.add([2048, 2048]);
    backend.uploadToGPU(id);
    await new Promise((resolve) => setTimeout(resolve, 0));
    await expect(backend.read()).rejects.toThrow(
      "webgpu: a tensor of shape [2048, 2048] (float32, 16.8 MB) does not fit into the device's memory: the driver has no more. Take",
    );
    // Reported once; there may be room by now.
    expect(await backend.read()).toEqual(Float32Array.of(1));
  });

  it('does not ask the driver about small tensors', () => {
    const backend = watched();
    backend.device.pushErrorScope = () => expect.unreachable();
    backend.uploadToGPU(backend.add([10]));
    expect(backend.uploads).toHaveLength(1);
  });

  it('rejects pending reads when the device is lost', async () => {
    const backend = new FakeBackend();
    backend.read = () => new Promise(() => {});
    forgetDevice('webgpu');
    watchWebgpu(backend as unknown as KernelBackend);
    const reading = backend.read();
    backend.lose({ reason: 'unknown', message: 'the driver was reset' });
    const sentence =
      'webgpu: the device was lost (the driver was reset), and with it the values of its tensors. ' +
      'Train within `resilient` of @neurite/training-worker, which goes on with the next engine.';
    await expect(reading).rejects.toThrow(sentence);
    expect(() => backend.readSync()).toThrow(sentence);
    expect(deviceOf('webgpu')?.loss).toEqual({ engine: 'webgpu', reason: 'the driver was reset' });
    expect(currentDevice()).toBeUndefined();
  });
});
