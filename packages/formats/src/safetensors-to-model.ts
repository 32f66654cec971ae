import { loadState, type Module, modelFromConfig, type Registry } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { METADATA_KEY, parseArchitecture } from './internal/model-metadata.js';
import { safetensorsToTensors } from './safetensors-to-tensors.js';

/**
 * Reads a model, architecture and weights, from the bytes of a file that `modelToSafetensors` wrote. All of its parameters
 * are as the blueprint makes them, trainable or not.
 *
 * @param bytes the whole file
 * @param registry the functions that the architecture names: those of `@neurite/layers` (`import * as layers`), and your own
 * @returns a model that the caller owns
 * @throws FormatError when the file is broken, holds no architecture, or a weight is not finite
 * @throws ArgumentError when the registry lacks a function, or the weights are not those of the architecture
 * @example
 * import { build } from '@neurite/core';
 * import { dense } from '@neurite/layers';
 *
 * using model = build(dense(2), { input: [3], seed: 7 });
 * using same = safetensorsToModel(await modelToSafetensors(model), { dense });
 */
export function safetensorsToModel<In = Tensor, Out = Tensor>(bytes: Uint8Array, registry: Registry): Module<In, Out> {
  const { tensors, metadata } = safetensorsToTensors(bytes, { finite: true });
  let model: Module<never, unknown> | undefined;
  try {
    model = modelFromConfig(parseArchitecture(metadata[METADATA_KEY]), registry);
    loadState(model, tensors);
    return model as Module<In, Out>; // as the caller says: a file has no types
  } catch (error) {
    model?.dispose();
    throw error;
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}
