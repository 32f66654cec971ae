import { type Frame, RandomStream } from '@neurite/core';

/**
 * Smooth random values from 0 to 1, [height, width]: random numbers on grids, each twice as fine and half as strong as the
 * one before, between whose points values are interpolated.
 *
 * @param options.cells along the longer side of the first grid
 */
export function smoothNoise(
  seed: number,
  { height, width, cells = 2, octaves = 5 }: Frame & { readonly cells?: number; readonly octaves?: number },
): Float32Array {
  const random = RandomStream.fromSeed(seed);
  const result = new Float32Array(height * width);
  const total = 2 - 2 ** (1 - octaves);
  for (let octave = 0; octave < octaves; octave++) {
    const along = cells * 2 ** octave;
    const step = along / Math.max(height, width);
    const grid = random.uniforms((along + 2) ** 2);
    const amount = 2 ** -octave / total;
    for (let y = 0, at = 0; y < height; y++) {
      const row = Math.floor(y * step);
      const downShare = smooth(y * step - row);
      for (let x = 0; x < width; x++, at++) {
        const column = Math.floor(x * step);
        const corner = row * (along + 2) + column;
        const share = smooth(x * step - column);
        const upper = grid[corner]! + (grid[corner + 1]! - grid[corner]!) * share;
        const [left, right] = [grid[corner + along + 2]!, grid[corner + along + 3]!];
        result[at]! += amount * (upper + (left + (right - left) * share - upper) * downShare);
      }
    }
  }
  return result;
}

/** Without an edge at the points of the grid. */
function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}
