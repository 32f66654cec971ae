import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';

/** Marks a tensor as an intermediate of a composition. */
export type Intermediate = (tensor: TensorInfo) => TensorInfo;

/** Composes a kernel of others: what was marked is disposed at the end, except for the result. */
export function compose(backend: WasmBackend, steps: (intermediate: Intermediate) => TensorInfo): TensorInfo {
  const intermediates: TensorInfo[] = [];
  try {
    const result = steps((tensor) => {
      intermediates.push(tensor);
      return tensor;
    });
    // An alias, because the result may be an intermediate or an input.
    return backend.makeAlias(result, result.shape);
  } finally {
    disposeAll(backend, intermediates);
  }
}

/** Disposes tensors that a kernel made for itself. */
export function disposeAll(backend: WasmBackend, tensors: readonly TensorInfo[]): void {
  for (const tensor of tensors) backend.disposeIntermediateTensorInfo(tensor);
}
