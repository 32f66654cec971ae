import { type HostArray, hostArray } from '@neurite/core';
import { type DataPipeline, fromArrays } from '@neurite/data';
import { toInputs } from '@neurite/pets-model/pixels';
import type { Part } from './photographs.js';

/** Classes as probabilities: [classes] for each, 1 at its class. */
export function oneHot({ data }: HostArray<'int32'>, classes: number): HostArray<'float32'> {
  const values = new Float32Array(data.length * classes);
  for (const [row, label] of data.entries()) values[row * classes + label] = 1;
  return hostArray(values, [data.length, classes]);
}

/** Batches to evaluate and predict with: photographs as they are. */
export function plainBatches(
  { x, y }: Pick<Part, 'x' | 'y'>,
  { classes, size }: { readonly classes: number; readonly size: number },
): DataPipeline<{ readonly x: HostArray<'float32'>; readonly y: HostArray<'float32'> }> {
  return fromArrays({ x, y })
    .batch(size)
    .map((batch) => ({ x: toInputs(batch.x), y: oneHot(batch.y, classes) }));
}
