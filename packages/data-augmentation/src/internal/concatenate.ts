import { type Boxes, type HostArray, hostArray, hostLike } from '@neurite/core';

/** The rows of several arrays, one after another; of the dtype of the first. */
export function concatenateRows<A extends HostArray>(arrays: readonly A[]): A {
  const [first] = arrays as readonly HostArray[];
  const [, ...rest] = first!.shape;
  const rows = arrays.reduce((sum, { shape }) => sum + (shape[0] ?? 0), 0);
  const result = hostLike(first!, [rows, ...rest]);
  let at = 0;
  for (const { data } of arrays) {
    result.data.set(data, at);
    at += data.length;
  }
  return result as A; // like the first
}

/** Boxes that are moved and then clipped to a rectangle. */
export function shiftedBoxes(
  { data, shape }: Boxes,
  [dx, dy]: readonly [number, number],
  {
    left,
    top,
    height,
    width,
  }: { readonly left: number; readonly top: number; readonly height: number; readonly width: number },
): Boxes {
  const clip = (value: number, from: number, length: number): number => Math.min(Math.max(value, from), from + length);
  return hostArray(
    data.map((value, i) => (i % 2 === 0 ? clip(value + dx, left, width) : clip(value + dy, top, height))),
    shape,
  );
}
