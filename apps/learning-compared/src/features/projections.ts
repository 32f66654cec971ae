/** Brightness: rows, then columns. */
export type GrayImage = { readonly data: Float64Array; readonly height: number; readonly width: number };

/** How bright each row is, and each column: height + width means. */
export function projections({ data, height, width }: GrayImage): Float64Array {
  const result = new Float64Array(height + width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x]!;
      result[y]! += value / width;
      result[height + x]! += value / height;
    }
  }
  return result;
}
