import { KernelBackend as KernelBackendClass } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { acceptEmpty } from '../src/internal/webgpu-empty.js';

type Data = {
  shape: number[];
  dtype: 'float32' | 'int32';
  values?: ArrayLike<number> | null;
  resource?: object | null;
};

/** Notes what it uploads and the sizes of its buffers. */
class FakeBackend extends KernelBackendClass {
  readonly uploads: object[] = [];
  readonly sizes: number[] = [];
  readonly tensorMap = { get: (data: object) => data as Data };
  readonly bufferManager = {
    acquireBuffer: (size: number) => {
      this.sizes.push(size);
      return {};
    },
  };
  uploadToGPU(data: object): void {
    this.uploads.push(data);
  }
}

// On WebGPU itself this is tested by conformance, in a browser.
it('gives a tensor without elements one small buffer, and keeps its values for reads', () => {
  const backend = new FakeBackend();
  acceptEmpty(backend);
  acceptEmpty(backend);
  const empty: Data = { shape: [3, 0], dtype: 'int32' };
  backend.uploadToGPU(empty);
  backend.uploadToGPU(empty);
  expect(backend).toMatchObject({ sizes: [16], uploads: [] });
  expect(empty).toEqual({ shape: [3, 0], dtype: 'int32', values: new Int32Array(0), resource: {} });
  const full: Data = { shape: [2], dtype: 'float32', values: [1, 2] };
  backend.uploadToGPU(full);
  expect(backend).toMatchObject({ sizes: [16], uploads: [full] });
});
