import type { Point } from './points.js';

/** The opposite of `readCsv`, apart from it: numbers are written without the library that reads them. */
export function writeCsv(points: readonly Point[]): string {
  return ['x,y', ...points.map(({ x, y }) => `${x},${y}`)].join('\n');
}
