import type { Frame } from '@neurite/core';

/**
 * The Fourier coefficients of a plane up to a frequency along each axis: rows from −most to most, columns from 0 to most,
 * as those below are their conjugates.
 */
export type LowFrequencies = { readonly re: Float64Array; readonly im: Float64Array; readonly most: number };

/** @param most below half of both sides */
export function lowFrequencies(plane: Float64Array, { height, width }: Frame, most: number): LowFrequencies {
  const [rows, columns] = [2 * most + 1, most + 1];
  const across = waves(width, 0, columns);
  const [wideRe, wideIm] = [new Float64Array(height * columns), new Float64Array(height * columns)];
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < columns; k++) {
      let [re, im] = [0, 0];
      for (let x = 0; x < width; x++) {
        const value = plane[y * width + x]!;
        re += value * across.cos[k * width + x]!;
        im -= value * across.sin[k * width + x]!;
      }
      wideRe[y * columns + k] = re;
      wideIm[y * columns + k] = im;
    }
  }
  const down = waves(height, -most, rows);
  const [re, im] = [new Float64Array(rows * columns), new Float64Array(rows * columns)];
  for (let row = 0; row < rows; row++) {
    for (let y = 0; y < height; y++) {
      const [cos, sin] = [down.cos[row * height + y]!, down.sin[row * height + y]!];
      for (let k = 0; k < columns; k++) {
        const [a, b] = [wideRe[y * columns + k]!, wideIm[y * columns + k]!];
        re[row * columns + k]! += a * cos + b * sin;
        im[row * columns + k]! += b * cos - a * sin;
      }
    }
  }
  return { re, im, most };
}

/** Adds what a change of low frequencies makes of a plane. */
export function addFrequencies(plane: Float64Array, { height, width }: Frame, { re, im, most }: LowFrequencies): void {
  const [rows, columns] = [2 * most + 1, most + 1];
  const [across, down] = [waves(width, 0, columns), waves(height, -most, rows)];
  const [lineRe, lineIm] = [new Float64Array(columns), new Float64Array(columns)];
  for (let y = 0; y < height; y++) {
    lineRe.fill(0);
    lineIm.fill(0);
    for (let row = 0; row < rows; row++) {
      const [cos, sin] = [down.cos[row * height + y]!, down.sin[row * height + y]!];
      for (let k = 0; k < columns; k++) {
        const [a, b] = [re[row * columns + k]!, im[row * columns + k]!];
        lineRe[k]! += a * cos - b * sin;
        lineIm[k]! += a * sin + b * cos;
      }
    }
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) {
        const real = lineRe[k]! * across.cos[k * width + x]! - lineIm[k]! * across.sin[k * width + x]!;
        sum += k === 0 ? real : 2 * real;
      }
      plane[y * width + x]! += sum / (height * width);
    }
  }
}

function waves(
  length: number,
  first: number,
  count: number,
): { readonly cos: Float64Array; readonly sin: Float64Array } {
  const angle = (i: number): number => (2 * Math.PI * (first + Math.floor(i / length)) * (i % length)) / length;
  return {
    cos: Float64Array.from({ length: count * length }, (_, i) => Math.cos(angle(i))),
    sin: Float64Array.from({ length: count * length }, (_, i) => Math.sin(angle(i))),
  };
}
