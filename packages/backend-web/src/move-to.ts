import { copyToHost, type HostCopy, loadHostCopy, type Module, resolveOptions, stateDict } from '@neurite/core';
import type { EngineName } from './engine-name.js';
import { useWeb } from './use-web.js';
import type { WebReport } from './web-report.js';

/** Options of `moveTo`. */
export type MoveOptions = {
  /** The values that the model gets. Default: its own, which are lost if its device is. */
  readonly copy?: HostCopy | undefined;
};

/**
 * Moves a model to another engine: reads its parameters and buffers, turns the engine on, and writes them there. (By
 * itself tfjs moves a tensor when it is used, with a blocking read, which webgpu does not have.)
 *
 * @param engine tried first: if it does not work here, the next one is taken, and the report says so
 * @returns the report of the engine that was turned on
 * @throws BackendError when the device that holds the model is lost and there is no `copy`
 * @example
 * using neuron = new Neuron({ inputs: 2 });
 * const { engine } = await moveTo('wasm', neuron);
 */
export async function moveTo(
  engine: EngineName,
  model: Module<never, unknown>,
  options: MoveOptions = {},
): Promise<WebReport> {
  const { copy } = resolveOptions('moveTo', options, { copy: undefined });
  const values = copy ?? (await copyToHost(stateDict(model)));
  const report = await useWeb({ prefer: engine });
  loadHostCopy(model, values);
  return report;
}
