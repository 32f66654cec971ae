import { ArgumentError, type HostArray, type RandomStream } from '@neurite/core';
import { type AffineMatrix, warpAffine } from './warp-affine.js';

/** How far a picture may be changed; every draw is uniform in its range. */
export type RandomAffineOptions = {
  /** Degrees to either side, 0 to 180. Default 0. */
  readonly rotation?: number;
  /** Pixels in each direction, at least 0. Default 0. */
  readonly shift?: number;
  /** Share by which the picture grows or shrinks, in [0, 1): 0.1 means a factor between 0.9 and 1.1. Default 0. */
  readonly scale?: number;
  /** Degrees by which upright lines lean to either side, in [0, 90). Default 0. */
  readonly shear?: number;
  /** The value outside the old picture. Default 0. */
  readonly fill?: number;
};

/** One draw: degrees, pixels, factor. */
export type AffineDraw = {
  readonly rotation: number;
  readonly shiftX: number;
  readonly shiftY: number;
  readonly scale: number;
  readonly shear: number;
};

/** An `Augmentation` of whatever samples have a picture `x`: their type and their other fields stay. */
export type RandomAffine = {
  readonly name: string;
  draw(random: RandomStream, sample?: unknown): AffineDraw;
  apply<Sample extends { readonly x: HostArray }>(sample: Sample, draw: AffineDraw): Sample;
};

/**
 * Turns, moves, scales and leans the picture `x` of a sample at random, about its centre; all else stays as it is.
 *
 * @returns an augmentation of samples whose `x` is float32 of shape [height, width, channels]
 * @throws ArgumentError when an option is out of its range
 * @example
 * const augmentation = randomAffine({ rotation: 10, shift: 2 });
 * const sample = { x: hostArray(new Float32Array(28 * 28), [28, 28, 1]), y: hostArray(Int32Array.of(7), []) };
 * const draw = augmentation.draw(RandomStream.fromSeed(1), sample);
 * const changed = augmentation.apply(sample, draw);
 * @see Simard et al., "Best practices for convolutional neural networks applied to visual document analysis", 2003
 */
export function randomAffine({
  rotation = 0,
  shift = 0,
  scale = 0,
  shear = 0,
  fill = 0,
}: RandomAffineOptions = {}): RandomAffine {
  assertRange('rotation', rotation, rotation >= 0 && rotation <= 180, 'between 0 and 180 degrees');
  assertRange('shift', shift, shift >= 0 && shift < Number.POSITIVE_INFINITY, 'a number of pixels of at least 0');
  assertRange('scale', scale, scale >= 0 && scale < 1, 'at least 0 and less than 1');
  assertRange('shear', shear, shear >= 0 && shear < 90, 'at least 0 and less than 90 degrees');
  assertRange('fill', fill, Number.isFinite(fill), 'a finite number');
  return {
    name: 'randomAffine',
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
    // Float32 of one shape goes in and comes out, so the sample keeps its type.
    apply: (sample, draw) => ({ ...sample, x: warpAffine(sample.x, matrixOf(draw), { fill }) }),
  };
}

/** The inverse of: lean, then scale, then turn (counter-clockwise as seen), then move. */
function matrixOf({ rotation, shiftX, shiftY, scale, shear }: AffineDraw): AffineMatrix {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const lean = Math.tan((shear * Math.PI) / 180);
  const [xx, xy, yx, yy] = [cos - lean * sin, -sin - lean * cos, sin, cos];
  return [xx, xy, -xx * shiftX - xy * shiftY, yx, yy, -yx * shiftX - yy * shiftY];
}

function assertRange(argument: string, value: number, inRange: boolean, range: string): void {
  if (!inRange) {
    throw new ArgumentError({ where: 'randomAffine', argument, expected: `be ${range}`, received: String(value) });
  }
}
