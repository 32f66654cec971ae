import { ArgumentError, formatShape, type HostArray, hostLike, resolveOptions, ShapeError } from '@neurite/core';
import { resize } from '@neurite/images';
import { checkList, hasAxes } from '../internal/check-list.js';
import {
  type Chance,
  type ImageArray,
  type ImageAugmentation,
  imageAugmentation,
} from '../internal/image-augmentation.js';
import { addFrequencies, lowFrequencies } from '../internal/low-frequencies.js';
import { between, checkRange, type Range } from '../internal/ranges.js';

export type FourierAdaptationOptions = Chance & {
  /** Images of the other domain, of any size, at least one; each with as many channels as the images that change. */
  readonly references: readonly ImageArray[];
  /**
   * The greatest frequency whose amplitude is replaced, a share of the shorter side, 0 to 0.25, rounded down to full waves;
   * where that is 0, nothing changes. Default 0.01 to 0.1.
   */
  readonly share?: Range;
};

/** The index of the reference, and the share of frequencies. */
export type FourierAdaptationDraw = { readonly reference: number; readonly share: number };

/**
 * Shows images in the style of another domain, e.g. of another camera or of real streets for drawn ones: low frequencies
 * take the amplitude of a reference, resized, and keep their phase, in which the content is.
 *
 * @param options.probability Default 0.5
 * @throws ArgumentError when there is no reference, or an option is out of its range; ShapeError when a reference is not
 *   [height, width, channels], or when applied: has other channels
 * @example
 * const evening = hostArray(new Uint8Array(32 * 32 * 3).fill(60), [32, 32, 3]);
 * const adapt = fourierAdaptation({ references: [evening] });
 * const draw = adapt.draw(RandomStream.fromSeed(1), {}); // reference and share
 * const changed = adapt.image(hostArray(new Uint8Array(28 * 28 * 3), [28, 28, 3]), draw);
 * @see Yang and Soatto, "FDA: Fourier domain adaptation for semantic segmentation", 2020
 */
export function fourierAdaptation(options: FourierAdaptationOptions): ImageAugmentation<FourierAdaptationDraw> {
  const name = 'fourierAdaptation';
  const { probability, references, share } = resolveOptions(name, options, {
    probability: 0.5,
    references: [] as readonly ImageArray[],
    share: [0.01, 0.1] as Range,
  });
  const shares = checkRange(name, 'share', { value: share, atLeast: 0, atMost: 0.25 });
  checkList(name, 'references', references, { things: 'images', isOne: (one) => hasAxes(one, 3) });
  if (references.length === 0) {
    const expected = 'be at least one image of the other domain';
    throw new ArgumentError({ where: name, argument: 'references', expected, received: 'none' });
  }
  return imageAugmentation<FourierAdaptationDraw>({
    name,
    probability,
    draw: (random) => ({ reference: random.integer(references.length), share: between(random, shares) }),
    image: (image, draw) => {
      const [height, width, channels] = image.shape as [number, number, number]; // checked by the lifter
      const reference = references[draw.reference] as HostArray<'uint8'> | undefined; // of either dtype
      if (reference === undefined || reference.shape[2] !== channels) {
        const expected = `be one of ${references.length} references, with ${channels} channels`;
        const received = reference === undefined ? String(draw.reference) : formatShape(reference.shape);
        throw new ShapeError({ where: name, argument: 'reference', expected, received });
      }
      const most = Math.floor(draw.share * Math.min(height, width));
      if (most === 0) return image;
      const style = resize(reference, [height, width]);
      const result = hostLike(image);
      for (let channel = 0; channel < channels; channel++) {
        const plane = planeOf(image, channel);
        const own = lowFrequencies(plane, { height, width }, most);
        const other = lowFrequencies(planeOf(style, channel), { height, width }, most);
        for (let i = 0; i < own.re.length; i++) {
          const amplitude = Math.hypot(own.re[i]!, own.im[i]!);
          const wanted = Math.hypot(other.re[i]!, other.im[i]!);
          // A coefficient of 0 has the phase 0.
          const [re, im] = amplitude === 0 ? [1, 0] : [own.re[i]! / amplitude, own.im[i]! / amplitude];
          own.re[i] = re * (wanted - amplitude);
          own.im[i] = im * (wanted - amplitude);
        }
        addFrequencies(plane, { height, width }, own);
        const [scale, half] = image.dtype === 'uint8' ? [255, 0.5] : [1, 0];
        for (const [pixel, value] of plane.entries()) {
          result.data[pixel * channels + channel] = Math.min(Math.max(value, 0), 1) * scale + half;
        }
      }
      return result;
    },
  });
}

/** The values of a channel, from 0 to 1. */
function planeOf({ data, dtype, shape }: ImageArray, channel: number): Float64Array {
  const channels = shape[2]!;
  const scale = dtype === 'uint8' ? 1 / 255 : 1;
  return Float64Array.from({ length: data.length / channels }, (_, i) => data[i * channels + channel]! * scale);
}
