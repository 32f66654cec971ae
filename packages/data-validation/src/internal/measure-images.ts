import type { IMAGE_FEATURES } from './image-features.js';
import type { Part } from './part.js';

/** A number for each image, of its brightness, contrast and so on; NaN where it has none. */
export function imageValues({ features, rows }: Part, name: (typeof IMAGE_FEATURES)[number]): Float64Array {
  return features.find((feature) => feature.name === name)?.values ?? new Float64Array(rows).fill(Number.NaN);
}

/** Where values are below a bound, the lowest first. */
export function rowsBelow(values: Float64Array, bound: number): number[] {
  const rows: number[] = [];
  for (let row = 0; row < values.length; row++) if (values[row]! < bound) rows.push(row);
  return rows.sort((a, b) => values[a]! - values[b]!);
}
