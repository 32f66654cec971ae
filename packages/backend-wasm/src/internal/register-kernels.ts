import { BackendError } from '@neurite/core';
import {
  getKernel,
  getKernelsForBackend,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend.js';
import { describeInputs, dispatch } from './kernel.js';
import { ownKernels } from './kernels/index.js';
import { missingKernels } from './missing-kernels.js';

/** The name of the backend in tfjs-core. */
export const BACKEND_NAME = 'wasm';

/** The kernels in tfjs's registry that were registered here, and whether the cpu backend's stand in for others. */
const registered: Set<string> = new Set();
let fallsBack = true;

/** Whether the cpu backend's kernels stand in for those that are missing. */
export function hasFallback(): boolean {
  return fallsBack;
}

/**
 * Registers our kernels, and for every other name that of the cpu backend, running on views of our memory, or one that
 * throws that it is missing. What others have registered stays. It may be called again when the cpu backend has new
 * kernels, or to change `fallback`.
 */
export function registerKernels({ fallback = true }: { readonly fallback?: boolean } = {}): void {
  if (fallback !== fallsBack) {
    for (const kernelName of registered) unregisterKernel(kernelName, BACKEND_NAME);
    registered.clear();
    fallsBack = fallback;
  }
  const cpu = new Map(getKernelsForBackend('cpu').map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]));
  for (const kernelName of new Set([...Object.keys(ownKernels), ...cpu.keys(), ...(fallback ? [] : missingKernels)])) {
    if (getKernel(kernelName, BACKEND_NAME) !== undefined) continue;
    const own = ownKernels[kernelName];
    const ofCpu = cpu.get(kernelName);
    const other = fallback && ofCpu !== undefined ? onViews(ofCpu) : missing(kernelName);
    const kernelFunc = own === undefined ? other : dispatch(kernelName, own, other);
    registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
    registered.add(kernelName);
  }
}

function missing(kernelName: string): KernelFunc {
  const isOwn = kernelName in ownKernels;
  return ({ inputs }) => {
    throw new BackendError({
      where: 'backend-wasm',
      problem: `${isOwn ? 'the kernel' : 'there is no kernel'} ${kernelName} ${isOwn ? 'does not take' : 'for'} ${describeInputs(inputs)}`,
      advice: `${isOwn ? 'Check its arguments, or call' : 'Call'} useWasm({ fallback: true }), which loads the cpu backend’s`,
    });
  };
}

function onViews(kernel: KernelFunc): KernelFunc {
  return (call) => (call.backend as WasmBackend).onHost(() => kernel(call));
}
