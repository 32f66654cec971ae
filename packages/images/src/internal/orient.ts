import { type HostArray, hostArray } from '@neurite/core';

/**
 * Brings an image upright.
 *
 * @param orientation as EXIF numbers them: 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 lying on a side
 * @returns the image itself where it is upright
 */
export function orient(image: HostArray<'uint8'>, orientation: number): HostArray<'uint8'> {
  if (orientation === 1) return image;
  const [height, width, channels] = image.shape as [number, number, number]; // an image
  const isTurned = orientation > 4;
  const [rows, columns] = isTurned ? [width, height] : [height, width];
  const data = new Uint8Array(image.data.length);
  for (let y = 0, to = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      // Where a pixel of the upright image stands in the file.
      const [along, across] = isTurned ? [x, y] : [y, x];
      const row = FROM_BOTTOM.has(orientation) ? height - 1 - along : along;
      const column = FROM_RIGHT.has(orientation) ? width - 1 - across : across;
      const from = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) data[to++] = image.data[from + c]!;
    }
  }
  return hostArray(data, [rows, columns, channels]);
}

const FROM_BOTTOM: ReadonlySet<number> = new Set([3, 4, 6, 7]);
const FROM_RIGHT: ReadonlySet<number> = new Set([2, 3, 7, 8]);
