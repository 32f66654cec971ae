import type { Module } from '@neurite/core';
import { type ModelToSafetensorsOptions, modelToSafetensors } from './model-to-safetensors.js';
import { writeFileAtomic } from './write-file-atomic.js';

/**
 * Saves a model, architecture and weights, as one safetensors file, atomically. Node only; in a page, `modelToSafetensors`.
 *
 * @param path of the file; missing folders are created, an existing file is replaced
 * @param model made by `build`; owned by the caller
 * @throws ArgumentError as `modelToSafetensors`
 * @example
 * import { build } from '@neurite/core';
 * import { dense } from '@neurite/layers';
 *
 * using model = build(dense(2), { input: [3], seed: 7 });
 * await saveModel('runs/model.safetensors', model);
 */
export async function saveModel(
  path: string,
  model: Module<never, unknown>,
  options: ModelToSafetensorsOptions = {},
): Promise<void> {
  await writeFileAtomic(path, await modelToSafetensors(model, options));
}
