import type { Heat } from './grad-cam.js';

const ROWS = ['upper', 'middle', 'lower'] as const;
const COLUMNS = ['left', 'center', 'right'] as const;

/**
 * The part of a photograph that has the most heat, in words, for whoever does not see the map: the ninth of it around which
 * the heat lies.
 *
 * @returns such as `the upper left`, `the middle`, or `nowhere` where there is no heat
 */
export function whereItLooks({ values, height, width }: Heat): string {
  let [total, down, across] = [0, 0, 0];
  for (const [i, value] of values.entries()) {
    total += value;
    down += value * ((Math.floor(i / width) + 0.5) / height);
    across += value * (((i % width) + 0.5) / width);
  }
  if (total === 0) return 'nowhere';
  const third = (share: number): 0 | 1 | 2 => (share < 1 / 3 ? 0 : share > 2 / 3 ? 2 : 1);
  const [row, column] = [ROWS[third(down / total)], COLUMNS[third(across / total)]];
  if (row === 'middle') return column === 'center' ? 'the middle' : `the ${column}`;
  return column === 'center' ? `the ${row} part` : `the ${row} ${column}`;
}
