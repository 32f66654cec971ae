import { checkInteger, hostLike, resolveOptions } from '@neurite/core';
import { type Chance, type ImageAugmentation, imageAugmentation } from '../internal/image-augmentation.js';
import { between, checkRange, integerBetween, type Range } from '../internal/ranges.js';

export type RandomShadowOptions = Chance & {
  /** Number of shadows, integers of at least 0: one number, or the least and the greatest. Default 1 to 2. */
  readonly count?: Range;
  /** Corners of a shadow, at least 3. Default 5. */
  readonly corners?: number;
  /** The share of light that a shadow takes away, 0 to 1. Default 0.3 to 0.7. */
  readonly strength?: Range;
};

/** The corners of each shadow, as shares of width and height, and what light it takes away. */
export type ShadowDraw = {
  readonly shadows: readonly { readonly corners: readonly (readonly [number, number])[]; readonly strength: number }[];
};

/**
 * Casts shadows upon images: inside of a polygon, by its center whether a pixel is, `new = old · (1 − strength)`. Corners
 * lie anywhere in the image, in the order of their directions from the middle of them.
 *
 * Alpha stays.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when an option is out of its range
 * @example
 * const shadow = randomShadow();
 * const corners = [[0, 0], [0.5, 0], [0.5, 1], [0, 1]] as const; // the left half
 * const dark = shadow.image(hostArray(Uint8Array.of(100, 100), [1, 2, 1]), { shadows: [{ corners, strength: 0.4 }] }); // 60, 100
 */
export function randomShadow(options: RandomShadowOptions = {}): ImageAugmentation<ShadowDraw> {
  const name = 'randomShadow';
  const { probability, count, corners, strength } = resolveOptions(name, options, {
    probability: 0.5,
    count: [1, 2] as Range,
    corners: 5,
    strength: [0.3, 0.7] as Range,
  });
  const [fewest, most] = checkRange(name, 'count', { value: count, atLeast: 0 });
  checkInteger(name, 'corners', corners, { min: 3 });
  const strengths = checkRange(name, 'strength', { value: strength, atLeast: 0, atMost: 1 });
  return imageAugmentation<ShadowDraw>({
    name,
    probability,
    draw: (random) => ({
      shadows: Array.from({ length: integerBetween(random, [Math.round(fewest), Math.round(most)]) }, () => ({
        corners: inOrder(Array.from({ length: corners }, () => [random.uniform(), random.uniform()] as const)),
        strength: between(random, strengths),
      })),
    }),
    image: (image, { shadows }) => {
      const [height, width, channels] = image.shape as [number, number, number]; // checked by the lifter
      const result = hostLike(image);
      const to = result.data;
      to.set(image.data);
      const half = image.dtype === 'uint8' ? 0.5 : 0;
      for (let y = 0; y < height; y++) {
        for (const shadow of shadows) {
          const crossings = crossingsAt((y + 0.5) / height, shadow.corners);
          for (let i = 0; i + 1 < crossings.length; i += 2) {
            const first = Math.max(Math.ceil(crossings[i]! * width - 0.5), 0);
            const end = Math.min(Math.ceil(crossings[i + 1]! * width - 0.5), width);
            for (let at = (y * width + first) * channels; at < (y * width + end) * channels; at++) {
              if (channels !== 4 || at % 4 !== 3) to[at] = to[at]! * (1 - shadow.strength) + half;
            }
          }
        }
      }
      return result;
    },
  });
}

/** Points in the order of their directions, so that the sides of their polygon do not cross. */
function inOrder(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length);
  const direction = ([x, y]: readonly [number, number]): number => Math.atan2(y - middle[1]!, x - middle[0]!);
  return points.toSorted((a, b) => direction(a) - direction(b));
}

/** Where a horizontal line crosses the sides of a polygon, from left to right. */
function crossingsAt(y: number, corners: readonly (readonly [number, number])[]): readonly number[] {
  const found: number[] = [];
  for (const [i, [x, top]] of corners.entries()) {
    const [nextX, bottom] = corners[(i + 1) % corners.length]!;
    if (top <= y !== bottom <= y) found.push(x + ((y - top) / (bottom - top)) * (nextX - x));
  }
  return found.sort((a, b) => a - b);
}
