import { IMAGE_SIDE, KERNEL, type LayersState } from './layers-state.js';

/** Where the filter lies for an index of the output: the row and column of its first pixel, outside below 0. */
export function windowAt(
  index: number,
  { size, strides, padding }: { size: number } & Pick<LayersState, 'strides' | 'padding'>,
): { readonly row: number; readonly column: number } {
  const stride = Number(strides);
  const missing = padding === 'same' ? Math.max((size - 1) * stride + KERNEL - IMAGE_SIDE, 0) : 0;
  // The bottom and the right get the odd pixel, as in TensorFlow.
  const before = Math.floor(missing / 2);
  return { row: Math.floor(index / size) * stride - before, column: (index % size) * stride - before };
}

/** The pixels under the filter, row by row; 0 beyond the border. */
export function pixelsUnder(pixels: readonly number[], { row, column }: { row: number; column: number }): number[] {
  return Array.from({ length: KERNEL ** 2 }, (_, i) => {
    const [y, x] = [row + Math.floor(i / KERNEL), column + (i % KERNEL)];
    const inside = y >= 0 && y < IMAGE_SIDE && x >= 0 && x < IMAGE_SIDE;
    return inside ? pixels[y * IMAGE_SIDE + x]! : 0;
  });
}
