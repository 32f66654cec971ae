import type { Point } from './pen.js';

/** A three as a hand draws it, for a page on which nobody has drawn yet: two arcs, one below the other. */
export const SAMPLE: readonly Point[] = [
  ...arc({ x: 0.49, y: 0.34 }, { radius: 0.165, from: -155, to: 85 }),
  ...arc({ x: 0.49, y: 0.67 }, { radius: 0.175, from: -85, to: 150 }),
];

/** Clockwise, in degrees from the right. */
function arc(center: Point, { radius, from, to }: { radius: number; from: number; to: number }): Point[] {
  return Array.from({ length: 25 }, (_, i) => {
    const angle = ((from + ((to - from) * i) / 24) * Math.PI) / 180;
    return { x: center.x + radius * Math.cos(angle), y: center.y + radius * Math.sin(angle) };
  });
}
