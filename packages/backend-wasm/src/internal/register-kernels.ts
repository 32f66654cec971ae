import { DtypeError } from '@neurite/core';
import {
  getKernel,
  getKernelsForBackend,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
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
    const ofCpu = cpu.get(kernelName);
    const fallback = ofCpu === undefined ? refuse(kernelName) : onViews(ofCpu);
    const kernelFunc = own === undefined ? fallback : withFallback(own, fallback);
    registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
  }
}

function onViews(kernel: KernelFunc): KernelFunc {
  return (call) => (call.backend as WasmBackend).onHost(() => kernel(call));
}

/** The operations of the project have no kernel on the cpu backend that could take what ours does not. */
function refuse(kernelName: string): KernelFunc {
  return ({ inputs }) => {
    const [name, tensor] = Object.entries(inputs as Record<string, TensorInfo>).find(
      ([, { dtype }]) => dtype !== 'float32',
    )!;
    throw new DtypeError({
      where: kernelName,
      argument: name,
      expected: 'be float32',
      received: tensor.dtype,
      advice: 'Convert it with cast',
    });
  };
}
