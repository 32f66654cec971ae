import { BackendError } from '@neurite/core';
import { backend, getBackend } from '@tensorflow/tfjs-core';
import { replaceWebgpuCast } from './internal/webgpu-cast.js';
import { acceptEmpty } from './internal/webgpu-empty.js';
import { replaceEmptyKernels } from './internal/webgpu-empty-kernels.js';
import { mendPrograms } from './internal/webgpu-programs.js';
import { webgpuTarget } from './internal/webgpu-target.js';
import { registerFusedKernels } from './register-fused-kernels.js';

/**
 * Gives tfjs's WebGPU backend, which must be the running one, a shader for each fused operation of `@neurite/ops`, a cast
 * to float32 that converts the data, and tensors without elements that do not break what is computed at the same time. In a
 * page or on Dawn in Node; may be called again.
 *
 * @throws BackendError when another backend runs
 * @example
 * const start = async () => {
 *   await setBackend('webgpu'); // of @tensorflow/tfjs-backend-webgpu
 *   registerWebgpuKernels();
 * };
 */
export function registerWebgpuKernels(): void {
  if (getBackend() !== 'webgpu') {
    throw new BackendError({
      where: 'registerWebgpuKernels',
      problem: `the running backend is ${getBackend()}`,
      advice: "Import @tensorflow/tfjs-backend-webgpu and await setBackend('webgpu') first",
    });
  }
  replaceWebgpuCast();
  acceptEmpty(backend());
  mendPrograms(backend());
  replaceEmptyKernels();
  registerFusedKernels(webgpuTarget);
}
