import { getKernelsForBackend } from '@tensorflow/tfjs-core';
import { ownKernels } from './internal/kernels/index.js';
import { hasFallback } from './internal/register-kernels.js';

/** The kernels of the engine. */
export type WasmKernels = {
  /** Those of this package. For dtypes and shapes that they do not take, the cpu backend's kernel runs. */
  readonly own: readonly string[];
  /** Those of the cpu backend, running on views of the engine's memory. Empty before `useWasm`, and without fallback. */
  readonly fallback: readonly string[];
};

/**
 * Lists the kernels of the engine by name, sorted.
 *
 * @example
 * const { own } = wasmKernels();
 */
export function wasmKernels(): WasmKernels {
  const names = hasFallback() ? getKernelsForBackend('cpu').map(({ kernelName }) => kernelName) : [];
  return {
    own: Object.keys(ownKernels).sort(),
    fallback: names.filter((name) => !(name in ownKernels)).sort(),
  };
}
