import { Tensor } from '@tensorflow/tfjs-core';

/** Disposes the tensors of a value, those excepted that are in `kept` too. */
export function release(value: unknown, kept: unknown): void {
  const wanted = new Set(tensorsIn(kept));
  for (const tensor of tensorsIn(value)) if (!wanted.has(tensor)) tensor.dispose();
}

function tensorsIn(value: unknown): readonly Tensor[] {
  if (value instanceof Tensor) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(tensorsIn);
}
