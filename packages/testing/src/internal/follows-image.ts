import { type Augmentation, type Boxes, type HostArray, hostArray, type Kind, type Points } from '@neurite/core';
import { assert } from 'vitest';
import { changed, FRAME, frameAfter } from './sample-fields.js';

/** How far a blob may be from where its mask, its box and its points are, in pixels. */
const PIXELS = 1.5;

/** Where a blob is: its center and its sides, in pixels. */
type Blob = { readonly center: readonly [number, number]; readonly sides: readonly [number, number, number, number] };

/**
 * Whether a blob and its mask, box and point end together; false where the blob has left the image in part.
 *
 * @throws AssertionError where they do not
 */
export function followsImage(augmentation: Augmentation, params: unknown, moves: readonly Kind[]): boolean {
  const { height, width } = FRAME;
  const [left, top, size] = [9, 2, 5];
  const lit = Float32Array.from({ length: height * width }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return Number(x >= left && x < left + size && y >= top && y < top + size);
  });
  const image = changed(augmentation, { kind: 'image', value: hostArray(lit, [height, width, 1]) }, params);
  const blob = findBlob(image);
  const frame = frameAfter(augmentation, params);
  const [from, to] = [PIXELS, { x: frame.width - PIXELS, y: frame.height - PIXELS }];
  if (blob === undefined) return false;
  const [first, second, third, fourth] = blob.sides;
  if (first < from || second < from || third > to.x || fourth > to.y) return false;
  const near = (what: string, found: readonly number[], expected: readonly number[]): void => {
    for (const [i, value] of found.entries())
      assert.closeTo(value, expected[i]!, PIXELS, `${what} of the blob at ${expected}`);
  };
  if (moves.includes('mask')) {
    const mask = changed(
      augmentation,
      { kind: 'mask', value: hostArray(Int32Array.from(lit), [height, width]) },
      params,
    );
    near('the mask', findBlob(mask)?.center ?? [], blob.center);
    assert.isDefined(findBlob(mask), 'the blob of the mask');
  }
  if (moves.includes('boxes')) {
    const box: Boxes = hostArray(Float32Array.of(left, top, left + size, top + size), [1, 4]);
    near('the box', [...changed(augmentation, { kind: 'boxes', value: box }, params).data], blob.sides);
  }
  if (moves.includes('points')) {
    const point: Points = hostArray(Float32Array.of(left + size / 2, top + size / 2), [1, 2]);
    near('the point', [...changed(augmentation, { kind: 'points', value: point }, params).data], blob.center);
  }
  return true;
}

/** The bright part of an image or a mask, undefined where there is none. */
function findBlob({ data, shape }: HostArray): Blob | undefined {
  const width = shape[1]!;
  const bright = [...data.keys()]
    .filter((i) => data[i]! > 0.5)
    .map((i) => [(i % width) + 0.5, Math.floor(i / width) + 0.5]);
  if (bright.length === 0) return undefined;
  const [xs, ys] = [bright.map(([x]) => x!), bright.map(([, y]) => y!)];
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    center: [mean(xs), mean(ys)],
    sides: [Math.min(...xs) - 0.5, Math.min(...ys) - 0.5, Math.max(...xs) + 0.5, Math.max(...ys) + 0.5],
  };
}
