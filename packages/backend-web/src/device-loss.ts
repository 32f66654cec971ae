import type { EngineName } from './engine-name.js';
import { listen } from './internal/devices.js';

/** A GPU that is gone: reset by its driver, taken by the system, or out of memory. */
export type DeviceLoss = {
  /** The engine that ran on it. */
  readonly engine: EngineName;
  /** In the words of the browser. */
  readonly reason: string;
};

/**
 * Calls a function whenever an engine that `useWeb` turned on loses its device. From then on tensors of that engine
 * have no values: reading one is a `BackendError`.
 *
 * @returns ends it
 * @example
 * const stopListening = onDeviceLost(({ engine, reason }) => console.log(`${engine}: ${reason}`));
 * stopListening();
 */
export function onDeviceLost(listener: (loss: DeviceLoss) => void): () => void {
  return listen(listener);
}
