import { contours } from 'd3-contour';
import { extremes } from './relief.js';
import type { Surface } from './surface.js';

export const LEVELS = 22;

/** The rings of equal loss, from the lowest up. */
export type ContourLevels = ReturnType<ReturnType<typeof contours>>;

export function contourLevels({ loss, size }: Surface): ContourLevels {
  const [low, high] = extremes(loss);
  // Squares: a bowl then has rings of equal width. The first level takes in the lowest place itself.
  const thresholds = Array.from({ length: LEVELS }, (_, i) =>
    i === 0 ? -Infinity : low + (high - low) * (i / LEVELS) ** 2,
  );
  return contours().size([size, size]).thresholds(thresholds)(Array.from(loss));
}
