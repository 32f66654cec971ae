import type { Module, Registry } from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { readFrom } from './internal/read-from.js';
import { safetensorsToModel } from './safetensors-to-model.js';

/**
 * Loads a model, architecture and weights, that `saveModel` saved. Node only; in a page, `safetensorsToModel`.
 *
 * @param registry the functions that the architecture names, as for `safetensorsToModel`: `import * as layers from
 *   '@neurite/layers'` has those of every layer
 * @returns a model that the caller owns
 * @throws as `safetensorsToModel`, with the path; the error of the file system when the file cannot be read
 * @example
 * import { build } from '@neurite/core';
 * import { dense } from '@neurite/layers';
 *
 * using model = build(dense(2), { input: [3], seed: 7 });
 * await saveModel('runs/model.safetensors', model);
 * using same = await loadModel('runs/model.safetensors', { dense });
 */
export async function loadModel<In = Tensor, Out = Tensor>(path: string, registry: Registry): Promise<Module<In, Out>> {
  return readFrom(path, (bytes) => safetensorsToModel<In, Out>(bytes, registry));
}
