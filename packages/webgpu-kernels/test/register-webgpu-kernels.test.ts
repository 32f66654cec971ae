import '@tensorflow/tfjs-backend-cpu';
import { BackendError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { setBackend } from '@tensorflow/tfjs-core';
import { it } from 'vitest';
import { registerWebgpuKernels } from '../src/index.js';

// On WebGPU itself the kernels are tested by @neurite/backend-web, in a browser.
it('refuses another backend', async () => {
  await setBackend('cpu');
  await expectError(
    registerWebgpuKernels,
    BackendError,
    "registerWebgpuKernels: the running backend is cpu. Import @tensorflow/tfjs-backend-webgpu and await setBackend('webgpu') first.",
  );
});
