import { borderIndex } from './border.js';

/** An image of 256 levels. */
export type LevelGrid = { readonly levels: Uint8Array; readonly height: number; readonly width: number };

const LEVELS = 256;

/** Contrast limited adaptive histogram equalization, in the rounding of OpenCV. */
export function localLevels(
  { levels, height, width }: LevelGrid,
  { tiles, clipLimit }: { readonly tiles: number; readonly clipLimit: number },
): Uint8Array {
  // Tiles of one size: what is absent beyond the border is its mirror image.
  const [tileHeight, tileWidth] = [Math.ceil(height / tiles), Math.ceil(width / tiles)];
  const area = tileHeight * tileWidth;
  const limit = Math.max(1, Math.trunc((clipLimit * area) / LEVELS));
  const curves = new Uint8Array(tiles * tiles * LEVELS);
  const counts = new Int32Array(LEVELS);
  for (let tile = 0; tile < tiles * tiles; tile++) {
    const [top, left] = [Math.floor(tile / tiles) * tileHeight, (tile % tiles) * tileWidth];
    counts.fill(0);
    for (let y = top; y < top + tileHeight; y++) {
      const line = borderIndex(y, height, 'reflect') * width;
      for (let x = left; x < left + tileWidth; x++) counts[levels[line + borderIndex(x, width, 'reflect')]!]!++;
    }
    clip(counts, limit);
    let below = 0;
    for (let level = 0; level < LEVELS; level++) {
      below += counts[level]!;
      curves[tile * LEVELS + level] = Math.min(255, roundToEven(Math.fround(255 / area) * below));
    }
  }
  const result = new Uint8Array(levels.length);
  for (let y = 0; y < height; y++) {
    const down = between(y, tileHeight, tiles);
    for (let x = 0; x < width; x++) {
      const across = between(x, tileWidth, tiles);
      const level = levels[y * width + x]!;
      const at = (row: number, column: number): number => curves[(row * tiles + column) * LEVELS + level]!;
      const upper = at(down.first, across.first) * (1 - across.share) + at(down.first, across.second) * across.share;
      const lower = at(down.second, across.first) * (1 - across.share) + at(down.second, across.second) * across.share;
      result[y * width + x] = roundToEven(upper * (1 - down.share) + lower * down.share);
    }
  }
  return result;
}

/** Deals out what levels have beyond the limit, evenly, and what is left of that at equal distances. */
function clip(counts: Int32Array, limit: number): void {
  let excess = 0;
  for (let level = 0; level < LEVELS; level++) {
    if (counts[level]! <= limit) continue;
    excess += counts[level]! - limit;
    counts[level] = limit;
  }
  const each = Math.floor(excess / LEVELS);
  let left = excess - each * LEVELS;
  for (let level = 0; level < LEVELS; level++) counts[level]! += each;
  const step = left === 0 ? LEVELS : Math.max(1, Math.floor(LEVELS / left));
  for (let level = 0; level < LEVELS && left > 0; level += step, left--) counts[level]!++;
}

/** The tiles on either side of a pixel, and the share of the second. */
function between(
  pixel: number,
  size: number,
  tiles: number,
): { readonly first: number; readonly second: number; readonly share: number } {
  const position = pixel / size - 0.5;
  const first = Math.floor(position);
  return { first: Math.max(0, first), second: Math.min(tiles - 1, first + 1), share: position - first };
}

function roundToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 && below % 2 === 0 ? below : Math.floor(value + 0.5);
}
