import type { Frame } from '@neurite/core';
import type { BytePlane } from './jpeg-blocks.js';

/** Luma, blue and red difference. */
export type Components = readonly [luma: BytePlane, blue: BytePlane, red: BytePlane];

const BITS = 16;
const HALF = 1 << (BITS - 1);
const fixed = (factor: number): number => Math.round(factor * 2 ** BITS);
const [R_Y, G_Y, B_Y] = [fixed(0.299), fixed(0.587), fixed(0.114)];
const [R_B, G_B, G_R, B_R] = [fixed(0.16874), fixed(0.33126), fixed(0.41869), fixed(0.08131)];
const [FROM_RED, FROM_BLUE, RED_G, BLUE_G] = [fixed(1.402), fixed(1.772), fixed(0.71414), fixed(0.34414)];

/** Components of bytes, by the integers of libjpeg; each plane is filled up to whole blocks with its last rows and columns. */
export function componentsOf(rgb: Uint8Array, { height, width }: Frame): Components {
  const [rows, columns] = [16 * Math.ceil(height / 16), 16 * Math.ceil(width / 16)];
  const [luma, blue, red] = [0, 1, 2].map(() => new Uint8Array(rows * columns)) as [Uint8Array, Uint8Array, Uint8Array];
  const center = 128 * 2 ** BITS + HALF - 1;
  for (let y = 0; y < rows; y++) {
    const line = Math.min(y, height - 1) * width;
    for (let x = 0, at = y * columns; x < columns; x++, at++) {
      const from = 3 * (line + Math.min(x, width - 1));
      const [r, g, b] = [rgb[from]!, rgb[from + 1]!, rgb[from + 2]!];
      luma[at] = (R_Y * r + G_Y * g + B_Y * b + HALF) >> BITS;
      blue[at] = (center - R_B * r - G_B * g + HALF * b) >> BITS;
      red[at] = (center + HALF * r - G_R * g - B_R * b) >> BITS;
    }
  }
  return [luma, blue, red].map((data) => ({ data, rows, columns })) as unknown as Components; // three of them
}

/** Writes bytes of red, green and blue, of the upper left part of components. */
export function colorsOf([luma, blue, red]: Components, rgb: Uint8ClampedArray, { height, width }: Frame): void {
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const level = luma.data[y * luma.columns + x]!;
      const [u, v] = [blue.data[y * blue.columns + x]! - 128, red.data[y * red.columns + x]! - 128];
      rgb[at] = level + ((FROM_RED * v + HALF) >> BITS);
      rgb[at + 1] = level + ((HALF - BLUE_G * u - RED_G * v) >> BITS);
      rgb[at + 2] = level + ((FROM_BLUE * u + HALF) >> BITS);
    }
  }
}

/**
 * Every second row and column: the mean of four, rounded alternately down and up. Rows below the image repeat the last one of
 * the result.
 */
export function halved({ data, rows, columns }: BytePlane, height: number): BytePlane {
  const [down, across] = [rows / 2, columns / 2];
  const half = new Uint8Array(down * across);
  const last = Math.ceil(height / 2) - 1;
  for (let y = 0; y < down; y++) {
    const from = 2 * Math.min(y, last) * columns;
    for (let x = 0; x < across; x++) {
      const at = from + 2 * x;
      half[y * across + x] =
        (data[at]! + data[at + 1]! + data[at + columns]! + data[at + columns + 1]! + 1 + (x & 1)) >> 2;
    }
  }
  return { data: half, rows: down, columns: across };
}

/**
 * Twice as many rows and columns, each a quarter of its farther and three quarters of its nearer neighbour; halves are
 * rounded alternately up and down. Of images of up to four columns each value is repeated, as in libjpeg.
 */
export function doubled({ data, columns }: BytePlane, { height, width }: Frame): BytePlane {
  const [down, across] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const wide = new Uint8Array(4 * down * across);
  const sums = new Int32Array(across);
  for (let y = 0; y < 2 * down; y++) {
    const near = y >> 1;
    const far = Math.min(Math.max(near + (y & 1 ? 1 : -1), 0), down - 1);
    const at = y * 2 * across;
    for (let x = 0; x < across; x++) {
      const value = data[near * columns + x]!;
      if (across > 2) sums[x] = 3 * value + data[far * columns + x]!;
      else wide.fill(value, at + 2 * x, at + 2 * x + 2);
    }
    for (let x = 0; x < across && across > 2; x++) {
      wide[at + 2 * x] = (3 * sums[x]! + sums[Math.max(x - 1, 0)]! + 8) >> 4;
      wide[at + 2 * x + 1] = (3 * sums[x]! + sums[Math.min(x + 1, across - 1)]! + 7) >> 4;
    }
  }
  return { data: wide, rows: 2 * down, columns: 2 * across };
}
