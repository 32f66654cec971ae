import { hostLike } from '@neurite/core';
import {
  add,
  clone,
  depthwiseConv2d,
  div,
  mul,
  pad,
  slice,
  sub,
  type Tensor4D,
  tensor4d,
  tile,
} from '@tensorflow/tfjs-core';
import { type FactorDraw, type FactorOptions, factorAugmentation } from '../internal/factor-augmentation.js';
import type { ImageArray, ImageAugmentation } from '../internal/image-augmentation.js';

/**
 * Makes images sharper (factor above 1) or softer (below 1): `new = s + factor · (old − s)`, clipped, with s smoothed by
 * the kernel [1 1 1; 1 5 1; 1 1 1] / 13. The outermost pixels stay as they are.
 *
 * @param options.factor Default 0.8: from 0.2 to 1.8
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const sharpness = randomSharpness({ factor: [1, 3] });
 * const draw = sharpness.draw(RandomStream.fromSeed(1), {});
 * const changed = sharpness.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 */
export function randomSharpness(options: FactorOptions = {}): ImageAugmentation<FactorDraw> {
  return factorAugmentation('randomSharpness', options, { factor: 0.8, image: sharpened, images: sharpenedImages });
}

function sharpened(source: ImageArray, factor: number): ImageArray {
  const { data } = source;
  const [height, width, channels] = source.shape as [number, number, number]; // checked by the lifter
  const line = width * channels;
  const result = hostLike(source);
  const to = result.data;
  to.set(data);
  const bytes = source.dtype === 'uint8';
  const [most, half] = bytes ? [255, 0.5] : [1, 0];
  for (let y = 1; y < height - 1; y++) {
    for (let at = y * line + channels; at < (y + 1) * line - channels; at++) {
      let sum = 4 * data[at]!;
      for (let row = at - line; row <= at + line; row += line) {
        sum += data[row - channels]! + data[row]! + data[row + channels]!;
      }
      // Smoothed bytes are rounded first, as PIL and torchvision do.
      const smooth = bytes ? Math.round(sum / 13) : sum / 13;
      const value = smooth + factor * (data[at]! - smooth);
      to[at] = Math.min(Math.max(value, 0), most) + half;
    }
  }
  return result;
}

function sharpenedImages(images: Tensor4D, factors: Tensor4D): Tensor4D {
  const [batch, height, width, channels] = images.shape;
  if (height < 3 || width < 3) return clone(images);
  const smoothing = tile(div(tensor4d([1, 1, 1, 1, 5, 1, 1, 1, 1], [3, 3, 1, 1]), 13), [1, 1, channels, 1]);
  const inner = slice(images, [0, 1, 1, 0], [batch, height - 2, width - 2, channels]);
  const smooth = depthwiseConv2d(images, smoothing as Tensor4D, 1, 'valid');
  // The outermost pixels stay: nothing is added to them.
  const difference = mul(sub(inner, smooth), sub(factors, 1));
  return add(
    images,
    pad(difference, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]),
  );
}
