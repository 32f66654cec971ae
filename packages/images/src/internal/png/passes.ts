/** A part of the pixels that a PNG holds as an image of its own: pixel (x, y) of it is (left + x · dx, top + y · dy). */
export type Pass = {
  readonly left: number;
  readonly top: number;
  readonly dx: number;
  readonly dy: number;
  readonly width: number;
  readonly height: number;
};

/** `left`, `top`, `dx` and `dy` of the passes of Adam7. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The passes of an image in the order of the file; those without pixels are not in the file. */
export function passes(width: number, height: number, interlaced: boolean): Pass[] {
  if (!interlaced) return [{ left: 0, top: 0, dx: 1, dy: 1, width, height }];
  return ADAM7.map(([left, top, dx, dy]) => ({
    left,
    top,
    dx,
    dy,
    width: Math.ceil((width - left) / dx),
    height: Math.ceil((height - top) / dy),
  })).filter((pass) => pass.width > 0 && pass.height > 0);
}
