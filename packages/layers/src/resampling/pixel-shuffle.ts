import {
  type Blueprint,
  checkInteger,
  defineLayer,
  formatShape,
  formatSpec,
  Module,
  ShapeError,
  spec,
} from '@neurite/core';
import { reshape, type Tensor4D, tidy, transpose } from '@tensorflow/tfjs-core';
import { sizesOf } from '../internal/sizes.js';
import { AXES, assertSpatial, spatialInput } from '../internal/spatial.js';

/** The module of `pixelShuffle`. */
export class PixelShuffle extends Module<Tensor4D, Tensor4D> {
  readonly factor: number;

  /** @throws ArgumentError when the factor is not an integer of at least 1 */
  constructor({ factor }: { readonly factor: number }) {
    super();
    checkInteger('pixelShuffle', 'factor', factor, { min: 1 });
    this.factor = factor;
  }

  /**
   * @param x [batch, height, width, channels]
   * @returns a new tensor [batch, height · factor, width · factor, channels / factor²], owned by the caller
   * @throws ShapeError when these are no images, or have channels that the square of the factor does not divide
   */
  override forward(x: Tensor4D): Tensor4D {
    assertSpatial('pixelShuffle', x, { axes: AXES[2] });
    const [batch, height, width, channels] = x.shape;
    const { factor } = this;
    assertParts(x.shape.slice(1), factor, ['x', formatShape(x.shape)]);
    return tidy(() => {
      const left = channels / factor ** 2;
      const tiles = transpose(reshape(x, [batch, height, width, left, factor, factor]), [0, 1, 4, 2, 5, 3]);
      return reshape(tiles, [batch, height * factor, width * factor, left]);
    });
  }
}

/**
 * Spreads channels over pixels: each square of `factor²` channels becomes a tile of the image, which is `factor` times as
 * large on both axes. It is how a network makes images larger without overlaps.
 *
 * @param factor an integer of at least 1
 * @returns a blueprint that takes images [height, width, channels] to [height · factor, width · factor, channels / factor²]
 * @throws ArgumentError when the factor is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input is no image, or the square of the factor does not divide its channels
 * @example
 * using model = build(pixelShuffle(2), { input: [2, 3, 4] });
 * const y = model.forward(ones([1, 2, 3, 4]), inference()); // [1, 4, 6, 1]
 * @see Shi et al., "Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural
 * network", 2016
 */
export function pixelShuffle(factor: number): Blueprint<Tensor4D, Tensor4D> {
  new PixelShuffle({ factor }); // so that a wrong factor is an error here, at the call
  return defineLayer('pixelShuffle', [factor], {
    outputSpec: (input) => {
      const [height, width, channels] = sizesOf(
        spatialInput('pixelShuffle', input, { axes: AXES[2], channels: true }),
      ) as readonly [number | null, number | null, number]; // an image
      assertParts([height, width, channels], factor, ['input', formatSpec(input)]);
      const larger = (size: number | null): number | null => (size === null ? null : size * factor);
      return spec([larger(height), larger(width), channels / factor ** 2]);
    },
    build: () => new PixelShuffle({ factor }),
  });
}

function assertParts(
  sizes: readonly (number | null)[],
  factor: number,
  [argument, received]: readonly [argument: string, received: string],
): void {
  if (sizes[2]! % factor ** 2 === 0) return;
  const expected = `have channels that the square of the factor ${factor} divides`;
  throw new ShapeError({ where: 'pixelShuffle', argument, expected, received });
}
