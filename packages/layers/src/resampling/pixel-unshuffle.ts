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

/** The module of `pixelUnshuffle`. */
export class PixelUnshuffle extends Module<Tensor4D, Tensor4D> {
  readonly factor: number;

  /** @throws ArgumentError when the factor is not an integer of at least 1 */
  constructor({ factor }: { readonly factor: number }) {
    super();
    checkInteger('pixelUnshuffle', 'factor', factor, { min: 1 });
    this.factor = factor;
  }

  /**
   * @param x [batch, height, width, channels]
   * @returns a new tensor [batch, height / factor, width / factor, channels · factor²], owned by the caller
   * @throws ShapeError when these are no images, or have sizes that the factor does not divide
   */
  override forward(x: Tensor4D): Tensor4D {
    assertSpatial('pixelUnshuffle', x, { axes: AXES[2] });
    const [batch, height, width, channels] = x.shape;
    const { factor } = this;
    assertParts(x.shape.slice(1), factor, ['x', formatShape(x.shape)]);
    return tidy(() => {
      const tiles = reshape(x, [batch, height / factor, factor, width / factor, factor, channels]);
      const together = transpose(tiles, [0, 1, 3, 5, 2, 4]);
      return reshape(together, [batch, height / factor, width / factor, channels * factor ** 2]);
    });
  }
}

/**
 * Lays the pixels of each tile side by side as channels: an image that is `factor` times smaller, with the square of the
 * factor times as many channels. It undoes `pixelShuffle`.
 *
 * @param factor an integer of at least 1
 * @returns a blueprint that takes images [height, width, channels] to [height / factor, width / factor, channels · factor²]
 * @throws ArgumentError when the factor is not an integer of at least 1
 * @throws ShapeError from `outputSpec`, when the input is no image, or a size is null or the factor does not divide it
 * @example
 * using model = build(pixelUnshuffle(2), { input: [4, 6, 1] });
 * const y = model.forward(ones([1, 4, 6, 1]), inference()); // [1, 2, 3, 4]
 * @see Shi et al., "Real-time single image and video super-resolution using an efficient sub-pixel convolutional neural
 * network", 2016
 */
export function pixelUnshuffle(factor: number): Blueprint<Tensor4D, Tensor4D> {
  new PixelUnshuffle({ factor }); // so that a wrong factor is an error here, at the call
  return defineLayer('pixelUnshuffle', [factor], {
    outputSpec: (input) => {
      const [height, width, channels] = sizesOf(
        spatialInput('pixelUnshuffle', input, { axes: AXES[2], channels: true }),
      ) as readonly [number, number, number]; // an image
      assertParts([height, width, channels], factor, ['input', formatSpec(input)]);
      return spec([height / factor, width / factor, channels * factor ** 2]);
    },
    build: () => new PixelUnshuffle({ factor }),
  });
}

function assertParts(
  sizes: readonly (number | null)[],
  factor: number,
  [argument, received]: readonly [argument: string, received: string],
): void {
  if (sizes.slice(0, 2).every((size) => size !== null && size % factor === 0)) return;
  const expected = `have a height and a width that the factor ${factor} divides`;
  throw new ShapeError({ where: 'pixelUnshuffle', argument, expected, received });
}
