import type { RandomStream } from '@neurite/core';
import { prepareDigit } from './digit-image.js';

const SIDE = 28;

/**
 * Random shades on a grid of 2 to 28 cells across, with hard or soft borders, of any contrast: what noise, cloth and print
 * look like after they were prepared as a digit.
 *
 * @returns 28 × 28 shades in [0, 1]; undefined where all of it has one shade
 */
export function randomTexture(random: RandomStream): Float32Array<ArrayBuffer> | undefined {
  const across = 2 + random.integer(SIDE - 1);
  const soft = random.uniform() < 0.5;
  // Dark spots on light, light ones on dark, or as much of both.
  const power = 2 ** (4 * random.uniform() - 2);
  const contrast = random.uniform() < 0.7 ? 1 : 1 + 6 * random.uniform();
  const cells = Float32Array.from({ length: (across + 1) ** 2 }, () => random.uniform() ** power);
  const shadeAt = (row: number, column: number): number => cells[row * (across + 1) + column]!;
  const data = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < data.length; i++) {
    const [y, x] = [((Math.floor(i / SIDE) + 0.5) / SIDE) * across, (((i % SIDE) + 0.5) / SIDE) * across];
    const [row, column] = [Math.floor(y), Math.floor(x)];
    const [down, right] = soft ? [y - row, x - column] : [0, 0];
    const upper = shadeAt(row, column) * (1 - right) + shadeAt(row, column + 1) * right;
    const lower = shadeAt(row + 1, column) * (1 - right) + shadeAt(row + 1, column + 1) * right;
    const shade = upper * (1 - down) + lower * down;
    data[i] = Math.min(1, Math.max(0, 0.5 + contrast * (shade - 0.5)));
  }
  return prepareDigit({ width: SIDE, height: SIDE, data })?.image;
}
