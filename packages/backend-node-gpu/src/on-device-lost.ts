import type { DeviceLoss } from '@neurite/core';
import { listen } from '@neurite/webgpu-kernels/devices';

/**
 * Calls a function whenever an engine that `useNodeGpu` turned on loses its device. From then on the tensors of that
 * engine have no values: reading one is a `BackendError`.
 *
 * @returns stops listening
 * @example
 * const stopListening = onDeviceLost(({ engine, reason }) => console.log(`${engine}: ${reason}`));
 * stopListening();
 */
export function onDeviceLost(listener: (loss: DeviceLoss) => void): () => void {
  return listen(listener);
}
