import type { Batch, ModuleTree } from '@neurite/core';
import { type ToTensorsOptions, toTensors } from '../to-tensors.js';
import { assertFirstInput } from './first-input.js';
import type { LoadedBatch } from './step-flight.js';

/**
 * Makes tensors of a batch; one that is refused is freed.
 *
 * @param options.firstOf the model that this is the first batch of, which is then checked against its input spec
 */
export function loadBatch(
  batch: Batch,
  { firstOf, where, rowsOf }: ToTensorsOptions & { readonly where: string; readonly firstOf: ModuleTree | undefined },
): LoadedBatch {
  if (firstOf !== undefined) {
    try {
      assertFirstInput(where, firstOf, batch);
    } catch (error) {
      batch.dispose?.();
      throw error;
    }
  }
  return toTensors<unknown, unknown, unknown>(batch, { where, rowsOf });
}
