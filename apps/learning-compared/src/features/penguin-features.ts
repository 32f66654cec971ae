import type { Table } from '@neurite/core';

/**
 * What a zoologist would compare: the shape of the beak, its area, its length and the mass for the size of the bird, beside the
 * measures themselves.
 *
 * @param raw beak length, beak depth, flipper length and body mass first; missing values (NaN) stay missing
 * @returns a row for each bird
 */
export function penguinFeatures({ rows, columns, data, names = [] }: Table): Table & { readonly data: Float32Array } {
  const made = ['beak shape', 'beak area', 'beak for the flipper', 'mass for the flipper'];
  const wide = columns + made.length;
  const result = new Float32Array(rows * wide);
  for (let row = 0; row < rows; row++) {
    const own = data.subarray(row * columns, (row + 1) * columns);
    const [length, depth, flipper, mass] = own as unknown as [number, number, number, number]; // as said above
    result.set(own, row * wide);
    const ratios = [length / depth, length * depth, length / flipper, mass / (flipper / 100) ** 3];
    result.set(ratios, row * wide + columns);
  }
  return { rows, columns: wide, names: [...names, ...made], data: result };
}
