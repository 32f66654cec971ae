import type { NamedTensors } from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';

/** A copy of each tensor, under the same names. Copies share their numbers until one of them is written. */
export function copies(tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, clone(tensor)]));
}
