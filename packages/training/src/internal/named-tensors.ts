import type { NamedTensors } from '@neurite/core';
import { clone } from '@tensorflow/tfjs-core';

/** A copy of each tensor, under the same names. Copies share their numbers until one of them is written. */
export function copies<T extends NamedTensors>(tensors: T): T {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, clone(tensor)])) as T; // the same names
}

/** The same tensors under longer names. */
export function prefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, tensor]));
}

/** Those whose name begins so, under the rest of it. */
export function unprefixed(prefix: string, tensors: NamedTensors): NamedTensors {
  const found = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** Those of one of several models, under their whole paths. */
export function ofModel(model: string, tensors: NamedTensors): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).filter(([path]) => path.startsWith(`${model}.`)));
}
