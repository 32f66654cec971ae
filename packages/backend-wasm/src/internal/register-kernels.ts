import { BackendError, DtypeError, formatShape } from '@neurite/core';
import { operations } from '@neurite/ops';
import {
  getKernel,
  getKernelsForBackend,
  type KernelFunc,
  registerKernel,
  type TensorInfo,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import type { WasmBackend } from './backend.js';
import { withFallback } from './kernel.js';
import { ownKernels } from './kernels/index.js';
import { missingKernels } from './missing-kernels.js';

/** Under this name the backend is known to tfjs-core. */
export const BACKEND_NAME = 'wasm';

/** What of tfjs's registry is by us, and whether what we do not take goes to the cpu backend. */
const registered: Set<string> = new Set();
let fallsBack = true;

/** Whether the cpu backend's kernels stand in for those that are missing. */
export function hasFallback(): boolean {
  return fallsBack;
}

/**
 * Registers our kernels, and for every other name that of the cpu backend, running on views of our memory, or one that
 * says that it is missing. What others have registered stays. It may be called again when the cpu backend has learned
 * something, or to change `fallback`.
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
    const other = otherwise(kernelName, fallback, cpu.get(kernelName));
    const kernelFunc = own === undefined ? other : withFallback(own, other);
    registerKernel({ kernelName, backendName: BACKEND_NAME, kernelFunc });
    registered.add(kernelName);
  }
}

/** What runs where ours does not. */
function otherwise(kernelName: string, fallback: boolean, ofCpu: KernelFunc | undefined): KernelFunc {
  if (isOfCore(kernelName)) return refuse(kernelName);
  return fallback && ofCpu !== undefined ? onViews(ofCpu) : missing(kernelName);
}

/** The operations of the project, which the cpu backend knows as what they are composed of alone. */
function isOfCore(name: string): boolean {
  return operations.some(({ kernelName }) => kernelName === name);
}

function missing(kernelName: string): KernelFunc {
  const isOwn = kernelName in ownKernels;
  return ({ inputs }) => {
    const given = (Object.values(inputs) as (TensorInfo | undefined)[])
      .filter((input) => input !== undefined && input !== null)
      .map(({ dtype, shape }) => `${dtype} ${formatShape(shape)}`);
    throw new BackendError({
      where: 'backend-wasm',
      problem: `${isOwn ? 'the kernel' : 'there is no kernel'} ${kernelName} ${isOwn ? 'does not take' : 'for'} ${given.join(' and ') || 'these attributes'}`,
      advice: `${isOwn ? 'Check its arguments, or call' : 'Call'} useWasm({ fallback: true }), which loads the cpu backend’s`,
    });
  };
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
