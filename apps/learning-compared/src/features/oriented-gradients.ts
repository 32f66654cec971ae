/** An image: rows, then columns, then channels. */
export type Image = {
  readonly data: ArrayLike<number>;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
};

const ORIENTATIONS = 9;
/** Cells of a block along a side. */
const BLOCK = 2;
const EPSILON = 1e-5;
/** The largest part of a block, so that one strong edge does not hide the others. */
const CLIP = 0.2;

/**
 * Histograms of oriented gradients: how much edge there is in each of nine directions, cell by cell, in overlapping blocks of
 * 2 × 2 cells that are normalized (L2-Hys). Of several channels, a pixel has the gradient of the strongest.
 *
 * @param cell pixels along the side of a cell; what is left over at the right and at the bottom is left out
 * @returns blocks × 2 × 2 × 9 numbers, block by block, as `skimage.feature.hog` gives them
 * @see Dalal and Triggs, "Histograms of oriented gradients for human detection", 2005; a pixel counts for one cell and
 *   one direction, as in scikit-image, not for the nearest ones by distance
 */
export function orientedGradients(image: Image, { cell }: { readonly cell: number }): Float64Array {
  const rows = Math.floor(image.height / cell);
  const columns = Math.floor(image.width / cell);
  const cells = histograms(image, { cell, rows, columns });
  const size = BLOCK * BLOCK * ORIENTATIONS;
  const blocks = new Float64Array((rows - BLOCK + 1) * (columns - BLOCK + 1) * size);
  let at = 0;
  for (let row = 0; row + BLOCK <= rows; row++) {
    for (let column = 0; column + BLOCK <= columns; column++) {
      const block = blocks.subarray(at, at + size);
      at += size;
      for (let below = 0; below < BLOCK; below++) {
        const from = ((row + below) * columns + column) * ORIENTATIONS;
        block.set(cells.subarray(from, from + BLOCK * ORIENTATIONS), below * BLOCK * ORIENTATIONS);
      }
      scaleToOne(block);
      for (let i = 0; i < size; i++) block[i] = Math.min(block[i]!, CLIP);
      scaleToOne(block);
    }
  }
  return blocks;
}

/** The mean strength of edges in each direction, cell by cell. */
function histograms(
  image: Image,
  { cell, rows, columns }: { readonly cell: number; readonly rows: number; readonly columns: number },
): Float64Array {
  const result = new Float64Array(rows * columns * ORIENTATIONS);
  for (let y = 0; y < rows * cell; y++) {
    for (let x = 0; x < columns * cell; x++) {
      const [down, right] = gradientAt(image, y, x);
      const angle = ((Math.atan2(down, right) * 180) / Math.PI + 180) % 180;
      const direction = Math.min(ORIENTATIONS - 1, Math.floor(angle / (180 / ORIENTATIONS)));
      const at = Math.floor(y / cell) * columns + Math.floor(x / cell);
      result[at * ORIENTATIONS + direction]! += Math.hypot(down, right) / (cell * cell);
    }
  }
  return result;
}

/** The differences of the neighbors below and above, right and left; 0 across the border. */
function gradientAt({ data, height, width, channels }: Image, y: number, x: number): [down: number, right: number] {
  const value = (row: number, column: number, channel: number) => data[(row * width + column) * channels + channel]!;
  let strongest: [number, number] = [0, 0];
  for (let channel = 0; channel < channels; channel++) {
    const down = y === 0 || y === height - 1 ? 0 : value(y + 1, x, channel) - value(y - 1, x, channel);
    const right = x === 0 || x === width - 1 ? 0 : value(y, x + 1, channel) - value(y, x - 1, channel);
    if (down * down + right * right > strongest[0] ** 2 + strongest[1] ** 2) strongest = [down, right];
  }
  return strongest;
}

function scaleToOne(block: Float64Array): void {
  let squares = EPSILON ** 2;
  for (const value of block) squares += value * value;
  const length = Math.sqrt(squares);
  for (let i = 0; i < block.length; i++) block[i]! /= length;
}
