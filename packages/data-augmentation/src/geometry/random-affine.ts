import { type Augmentation, checkInteger, checkNumber, type Frame, resolveOptions } from '@neurite/core';
import { checkFillOf } from '../internal/border.js';
import { whereDrawn } from '../internal/engine/images-change.js';
import { sampleImages } from '../internal/engine/sample-images.js';
import { moveBoxes, moveOf, movePoints } from '../internal/move-points.js';
import type { RowSources } from '../internal/remap-bytes.js';
import { type AffineMatrix, warpAffine } from './warp-affine.js';

const WHERE = 'randomAffine';

/** How far an image may be changed; every draw is uniform in its range. */
export type RandomAffineOptions = {
  /** Degrees to either side, 0 to 180. Default 0. */
  readonly rotation?: number;
  /** Pixels in each direction, at least 0. Default 0. */
  readonly shift?: number;
  /** Share by which the image grows or shrinks, in [0, 1): 0.1 means a factor between 0.9 and 1.1. Default 0. */
  readonly scale?: number;
  /** Degrees by which upright lines are sheared to either side, in [0, 90). Default 0. */
  readonly shear?: number;
  /** The value outside the old image, in its own range: 0 to 255 for uint8. Default 0. */
  readonly fill?: number;
  /** The class outside the old mask. Default 0. */
  readonly maskFill?: number;
};

/** One draw: degrees, pixels, factor. */
export type AffineDraw = {
  readonly rotation: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly scale: number;
  readonly shear: number;
};

/** What `randomAffine` makes. */
export type RandomAffine = Augmentation<AffineDraw> &
  Required<Pick<Augmentation<AffineDraw>, 'image' | 'images' | 'mask' | 'boxes' | 'points'>>;

/**
 * Turns, moves, scales and shears images at random, about their centre; masks, boxes and points with them. Labels stay.
 *
 * Images are interpolated bilinearly; masks take the nearest class. A box becomes the smallest upright one around its
 * turned corners, clipped to the image: one that has left it has no area. Points may leave the image.
 *
 * @returns an augmentation of images (uint8, float32), masks, boxes and points, that keeps labels
 * @throws ArgumentError when an option is out of its range
 * @example
 * const augmentation = randomAffine({ rotation: 10, shift: 2 });
 * const draw = augmentation.draw(RandomStream.fromSeed(1), {});
 * const turned = augmentation.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see Simard et al., "Best practices for convolutional neural networks applied to visual document analysis", 2003
 */
export function randomAffine(options: RandomAffineOptions = {}): RandomAffine {
  const { rotation, shift, scale, shear, fill, maskFill } = resolveOptions(WHERE, options, {
    rotation: 0,
    shift: 0,
    scale: 0,
    shear: 0,
    fill: 0,
    maskFill: 0,
  });
  checkNumber(WHERE, 'rotation', rotation, { atLeast: 0, atMost: 180 });
  checkNumber(WHERE, 'shift', shift, { atLeast: 0 });
  checkNumber(WHERE, 'scale', scale, { atLeast: 0, below: 1 });
  checkNumber(WHERE, 'shear', shear, { atLeast: 0, below: 90 });
  checkNumber(WHERE, 'fill', fill);
  checkInteger(WHERE, 'maskFill', maskFill);
  return {
    name: WHERE,
    keeps: ['label'],
    draw(random) {
      const between = (limit: number): number => (2 * random.uniform() - 1) * limit;
      return {
        rotation: between(rotation),
        shiftX: between(shift),
        shiftY: between(shift),
        scale: 1 + between(scale),
        shear: between(shear),
      };
    },
    image: (image, draw) => {
      checkFillOf(WHERE, image.dtype, { fill, argument: 'fill' });
      return warpAffine(image, matrixOf(draw), { fill });
    },
    images: whereDrawn(WHERE, (images, draws) => {
      checkFillOf(WHERE, 'float32', { fill, argument: 'fill' });
      const [, height, width] = images.shape;
      const frame = { height, width };
      const sources = draws.map((draw) => affineSources(matrixOf(draw), frame));
      return sampleImages(images, sources, { frame, interpolation: 'bilinear', border: 'constant', fill });
    }),
    mask: (mask, draw) => {
      checkFillOf(WHERE, mask.dtype, { fill: maskFill, argument: 'maskFill' });
      const [height, width] = mask.shape;
      const planes = { ...mask, shape: [height!, width!, 1] };
      const warped = warpAffine(planes, matrixOf(draw), { fill: maskFill, interpolation: 'nearest' });
      return { ...warped, shape: mask.shape };
    },
    boxes: (boxes, draw, { before, after }) => moveBoxes(boxes, moveOf(matrixOf(draw), before), after),
    points: (points, draw, { before }) => movePoints(points, moveOf(matrixOf(draw), before)),
  };
}

/** The inverse of: shear, then scale, then turn (counter-clockwise as seen), then move. */
function matrixOf({ rotation, shiftX, shiftY, scale, shear }: AffineDraw): AffineMatrix {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const tangent = Math.tan((shear * Math.PI) / 180);
  const [xx, xy, yx, yy] = [cos - tangent * sin, -sin - tangent * cos, sin, cos];
  return [xx, xy, -xx * shiftX - xy * shiftY, yx, yy, -yx * shiftX - yy * shiftY];
}

function affineSources([xx, xy, x0, yx, yy, y0]: AffineMatrix, { height, width }: Frame): RowSources {
  return (row, xs, ys) => {
    const dy = row + 0.5 - height / 2;
    for (let column = 0; column < width; column++) {
      const dx = column + 0.5 - width / 2;
      xs[column] = xx * dx + xy * dy + x0 + width / 2;
      ys[column] = yx * dx + yy * dy + y0 + height / 2;
    }
  };
}
