import {
  ArgumentError,
  checkInteger,
  checkNumber,
  checkSizes,
  describeValue,
  type HostArray,
  hostArray,
  resolveOptions,
  ShapeError,
} from '@neurite/core';
import { resize } from '@neurite/images/resize';
import { checkHostArray } from '../internal/check-arguments.js';

export type PrepareImageOptions = {
  /** The size after resizing: of the shorter side, the other in proportion, or height and width. Default: not resized. */
  readonly size?: number | readonly [height: number, width: number] | undefined;
  /** Height and width that are cut out of the middle. Default: nothing is cut. */
  readonly crop?: number | readonly [height: number, width: number] | undefined;
  /** What numbers are multiplied by first. Default 1 / 255. */
  readonly scale?: number;
  /** Subtracted from each channel, after scaling. Default 0. */
  readonly mean?: number | readonly number[];
  /** What each channel is divided by then. Default 1. */
  readonly deviation?: number | readonly number[];
};

const NAME = 'prepareImage';

/** Means and standard deviations of the photographs of ImageNet, for networks that were trained on them. */
export const IMAGENET: {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
} = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/**
 * Images as a network takes them: resized (bilinear with antialiasing, as PIL), the middle cut out, and each channel
 * normalized, (scale · x − mean) / deviation.
 *
 * With `size: 256, crop: 224, ...IMAGENET` the preparation that torchvision's classification networks expect; the longer side is
 * rounded down, and the middle rounded to even, as there.
 *
 * @returns a function of uint8 or float32 [height, width, channels] to a new float32 image
 * @throws ArgumentError when an option is out of its range; the function ShapeError when the image is smaller than `crop`, or has
 *   another number of channels than `mean` or `deviation`
 * @example
 * const prepare = prepareImage({ size: 8, crop: 6, ...IMAGENET });
 * console.log(prepare(hostArray(new Uint8Array(10 * 20 * 3), [10, 20, 3])).shape); // [6, 6, 3]
 * @see https://docs.pytorch.org/vision/stable/models.html
 */
export function prepareImage(
  options: PrepareImageOptions = {},
): (image: HostArray<'uint8'> | HostArray<'float32'>) => HostArray<'float32'> {
  const { size, crop, scale, mean, deviation } = resolveOptions(NAME, options, {
    size: undefined,
    crop: undefined,
    scale: 1 / 255,
    mean: 0,
    deviation: 1,
  });
  if (typeof size === 'number') checkInteger(NAME, 'size', size, { min: 1 });
  else if (size !== undefined) checkSizes(NAME, 'size', size, ['height', 'width']);
  const part = crop === undefined ? undefined : checkSizes(NAME, 'crop', crop, ['height', 'width']);
  checkNumber(NAME, 'scale', scale, {});
  const means = checkEach('mean', mean, Number.isFinite);
  const deviations = checkEach('deviation', deviation, (value) => Number.isFinite(value) && value > 0);
  return (image) => {
    checkHostArray(NAME, 'image', image);
    const [height, width, channels] = image.shape;
    if (image.shape.length !== 3) throw wrongShape('[height, width, channels]', image);
    for (const [name, each] of Object.entries({ mean: means, deviation: deviations })) {
      if (each.length !== 1 && each.length !== channels)
        throw wrongShape(`${each.length} channels, as \`${name}\``, image);
    }
    const target = typeof size === 'number' ? byShorterSide(height!, width!, size) : size;
    const resized: HostArray<'uint8'> | HostArray<'float32'> =
      target === undefined ? image : resize(image as HostArray<'uint8'>, target); // `resize` keeps either dtype
    const [oldHeight, oldWidth] = resized.shape as [number, number, number]; // an image
    const [newHeight, newWidth] = part ?? [oldHeight, oldWidth];
    if (newHeight > oldHeight || newWidth > oldWidth)
      throw wrongShape(`at least ${newHeight} × ${newWidth} pixels`, resized);
    const [top, left] = [roundToEven((oldHeight - newHeight) / 2), roundToEven((oldWidth - newWidth) / 2)];
    const data = new Float32Array(newHeight * newWidth * channels!);
    for (let y = 0, to = 0; y < newHeight; y++) {
      let from = ((top + y) * oldWidth + left) * channels!;
      for (let x = 0; x < newWidth; x++) {
        for (let c = 0; c < channels!; c++, to++, from++) {
          const offset = means.length === 1 ? means[0]! : means[c]!;
          const unit = deviations.length === 1 ? deviations[0]! : deviations[c]!;
          data[to] = (scale * resized.data[from]! - offset) / unit;
        }
      }
    }
    return hostArray(data, [newHeight, newWidth, channels!]);
  };
}

function byShorterSide(height: number, width: number, size: number): readonly [number, number] {
  return height <= width ? [size, Math.floor((size * width) / height)] : [Math.floor((size * height) / width), size];
}

/** As Python rounds. */
function roundToEven(value: number): number {
  const below = Math.floor(value);
  return value - below === 0.5 && below % 2 === 0 ? below : Math.round(value);
}

function checkEach(
  argument: string,
  value: number | readonly number[],
  fits: (value: number) => boolean,
): readonly number[] {
  const each = typeof value === 'number' ? [value] : value;
  if (Array.isArray(each) && each.length > 0 && each.every(fits)) return each;
  const expected = `be a finite number${argument === 'deviation' ? ' above 0' : ''}, or one for each channel`;
  throw new ArgumentError({ where: NAME, argument, expected, received: describeValue(value) });
}

function wrongShape(expected: string, { shape }: HostArray): ShapeError {
  return new ShapeError({
    where: NAME,
    argument: 'image',
    expected: `have ${expected}`,
    received: `[${shape.join(', ')}]`,
  });
}
