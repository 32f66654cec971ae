import type { NamedTensors } from '@neurite/core';
import { cast, type DataType, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';

/** The numbers of all tensors in a row, each times a factor. */
export async function flatten(
  tensors: NamedTensors,
  factorOf: (name: string) => number = () => 1,
): Promise<Float64Array> {
  const entries = Object.entries(tensors);
  const read = await Promise.all(entries.map(([, value]) => value.data()));
  const all = new Float64Array(sizeOfAll(tensors));
  let at = 0;
  for (const [i, [name]] of entries.entries()) {
    const factor = factorOf(name);
    for (const value of read[i]!) all[at++] = value * factor;
  }
  return all;
}

/** What tensors look like, by name. */
export type Layout = {
  readonly [name: string]: { readonly shape: number[]; readonly dtype: DataType; readonly size: number };
};

export function layoutOf(tensors: NamedTensors): Layout {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, dtype, size }]) => [name, { shape, dtype, size }]),
  );
}

export function sizeOfAll(layout: Layout): number {
  return Object.values(layout).reduce((sum, { size }) => sum + size, 0);
}

/** Tensors like others, of such numbers; the caller owns them. */
export function unflatten(like: Layout, values: Float64Array | Float32Array): NamedTensors {
  let at = 0;
  const entries = Object.entries(like).map(([name, { shape, dtype, size }]): readonly [string, Tensor] => {
    const own = Float32Array.from(values.subarray(at, at + size));
    at += size;
    return [name, tidy(() => cast(tensor(own, shape, 'float32'), dtype))];
  });
  return Object.fromEntries(entries);
}
