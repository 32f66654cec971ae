import { getKernel, getKernelsForBackend, type KernelFunc, registerKernel } from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend.js';
import { withFallback } from './kernel.js';
import { ownKernels } from './kernels/index.js';

/** Under this name the backend is known to tfjs-core. */
export const BACKEND_NAME = 'wasm';

/**
 * Registers our kernels, and for every other name that of the cpu backend, running on views of our memory. What is
 * registered already stays, so it may be called again when the cpu backend has learned something.
 */
export function registerKernels(): void {
  const cpu = new Map(getKernelsForBackend('cpu').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]));
  for (const kernelName of new Set([...Object.keys(ownKernels), ...cpu.keys()])) {
    if (getKernel(kernelName, BACKEND_NAME) !== undefined) continue;
    const own = ownKernels[kernelName];
    const fallback = onViews(cpu.get(kernelName));
    registerKernel({
      kernelName,
      backendName: BACKEND_NAME,
      kernelFunc:
        own === undefined
          ? fallback!
          : fallback === undefined
            ? (own as unknown as KernelFunc)
            : withFallback(own, fallback),
    });
  }
}

function onViews(kernel: KernelFunc | undefined): KernelFunc | undefined {
  return kernel && ((call) => (call.backend as WasmBackend).onHost(() => kernel(call)));
}
