import { ArgumentError, type Module, modelConfig, stateDict } from '@neurite/core';
import { METADATA_KEY } from './internal/model-metadata.js';
import { type TensorsToSafetensorsOptions, tensorsToSafetensors } from './tensors-to-safetensors.js';

/**
 * What else goes into the file of a model: strings by name, e.g. the names of the classes (`neurite` is the name of the
 * architecture), and what its weights are written as.
 */
export type ModelToSafetensorsOptions = TensorsToSafetensorsOptions;

/**
 * Writes a model, architecture and weights, as a safetensors file into memory: the architecture as JSON in the metadata,
 * the parameters and buffers by path.
 *
 * Which parameters are frozen is not part of it, nor the state of an optimizer.
 *
 * @param model made by `build`; owned by the caller, it must live until the promise is settled
 * @returns the whole file
 * @throws ArgumentError for a model that `build` did not make, where an argument of a layer cannot be written as JSON, for
 *   metadata called `neurite`, and as `tensorsToSafetensors`
 * @example
 * import { build } from '@neurite/core';
 * import { dense } from '@neurite/layers';
 *
 * using model = build(dense(2), { input: [3], seed: 7 });
 * const bytes = await modelToSafetensors(model, { metadata: { classes: 'cat,dog' } });
 */
export async function modelToSafetensors(
  model: Module<never, unknown>,
  { metadata = {}, ...options }: ModelToSafetensorsOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (Object.hasOwn(metadata, METADATA_KEY)) {
    throw new ArgumentError({
      where: 'modelToSafetensors',
      argument: 'metadata',
      expected: `have other names than \`${METADATA_KEY}\`, which holds the architecture`,
      received: `one called ${METADATA_KEY}`,
    });
  }
  const architecture = JSON.stringify({ version: 1, model: modelConfig(model) });
  return tensorsToSafetensors(stateDict(model), {
    metadata: { ...metadata, [METADATA_KEY]: architecture },
    ...options,
  });
}
