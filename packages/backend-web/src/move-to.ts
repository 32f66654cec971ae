import { type Module, stateDict } from '@neurite/core';
import type { EngineName } from './engine-name.js';
import { copyToHost, type HostCopy, loadHostCopy } from './host-copy.js';
import { useWeb, type WebReport } from './use-web.js';

/** What is moved. */
export type MoveOptions = {
  /** The values that the model gets. Default: its own, which are read; after the loss of a device they are gone. */
  readonly copy?: HostCopy | undefined;
};

/**
 * Moves a model to another engine: its parameters and statistics are read, the engine is turned on, and they are
 * written there. (Of itself tfjs moves a tensor when it is used, by a read that blocks, and that webgpu does not have.)
 *
 * @param engine as `useWeb` prefers it: when it does not work here, the next one is taken, and the report says so
 * @returns what was turned on
 * @throws BackendError when the device that holds the model is lost and there is no `copy`
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const { engine } = await moveTo('wasm', neuron);
 */
export async function moveTo(
  engine: EngineName,
  model: Module<never, unknown>,
  { copy }: MoveOptions = {},
): Promise<WebReport> {
  const values = copy ?? (await copyToHost(stateDict(model)));
  const report = await useWeb({ prefer: engine });
  loadHostCopy(model, values);
  return report;
}
