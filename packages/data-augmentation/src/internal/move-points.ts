import { type Boxes, type Frame, hostLike, type Points } from '@neurite/core';
import type { AffineMatrix } from '../geometry/warp-affine.js';

/** Where a point of the old image is in the new one. */
export type Move = (x: number, y: number) => readonly [number, number];

/** The move of points that belongs to the warp of an image, whose matrix leads from new to old. */
export function moveOf([xx, xy, x0, yx, yy, y0]: AffineMatrix, { height, width }: Frame): Move {
  const determinant = xx * yy - xy * yx;
  const [centreX, centreY] = [width / 2, height / 2];
  return (x, y) => {
    const [dx, dy] = [x - centreX - x0, y - centreY - y0];
    return [(yy * dx - xy * dy) / determinant + centreX, (xx * dy - yx * dx) / determinant + centreY];
  };
}

export function movePoints(points: Points, move: Move): Points {
  const result = hostLike(points);
  for (let at = 0; at < points.data.length; at += 2) {
    result.data.set(move(points.data[at]!, points.data[at + 1]!), at);
  }
  return result;
}

/**
 * The smallest upright boxes around the moved outlines, clipped to the new image.
 *
 * @param options.points of each side that are moved: its ends, and between them where sides do not stay straight. Default 2
 */
export function moveBoxes(
  boxes: Boxes,
  move: Move,
  { height, width, points = 2 }: Frame & { readonly points?: number },
): Boxes {
  const result = hostLike(boxes);
  for (let at = 0; at < boxes.data.length; at += 4) {
    const [left, top, right, bottom] = [0, 1, 2, 3].map((side) => boxes.data[at + side]!) as [
      number,
      number,
      number,
      number,
    ]; // four of them
    let [lowX, lowY, highX, highY] = [Infinity, Infinity, -Infinity, -Infinity];
    const take = (x: number, y: number): void => {
      const [newX, newY] = move(x, y);
      lowX = Math.min(lowX, newX);
      highX = Math.max(highX, newX);
      lowY = Math.min(lowY, newY);
      highY = Math.max(highY, newY);
    };
    for (let i = 0; i < points; i++) {
      const [x, y] = [left + ((right - left) * i) / (points - 1), top + ((bottom - top) * i) / (points - 1)];
      take(x, top);
      take(x, bottom);
      take(left, y);
      take(right, y);
    }
    result.data.set([clip(lowX, width), clip(lowY, height), clip(highX, width), clip(highY, height)], at);
  }
  return result;
}

function clip(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
