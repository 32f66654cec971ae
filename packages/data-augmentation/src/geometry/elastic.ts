import { checkNumber, type Frame, hostArray, RandomStream, resolveOptions } from '@neurite/core';
import { convolveSeparably, gaussianKernel } from '../internal/convolve.js';
import type { GeometricAugmentation } from '../internal/geometric-augmentation.js';
import { drawSeed, type SeedDraw } from '../internal/seeds.js';
import {
  invertedMove,
  WARP_DEFAULTS,
  type Warp,
  type WarpOptions,
  warpAugmentation,
} from '../internal/warp-augmentation.js';

export type ElasticOptions = WarpOptions & {
  /** Of the displacements before they are smoothed, in pixels; with σ = 4 about a tenth of it is left. Default 30. */
  readonly alpha?: number;
  /** Standard deviation of the Gaussian that smooths the displacements, in pixels, above 0. Default 4. */
  readonly sigma?: number;
};

/**
 * Distorts images as if they were on rubber: `new(p) = old(p + α · (G_σ ∗ u)(p))` with u uniform in [−1, 1) for each pixel
 * and direction; masks, boxes and points with them. The classical augmentation of handwriting.
 *
 * @throws ArgumentError when an option is out of its range
 * @example
 * const rubber = elastic({ alpha: 20, sigma: 3 });
 * const draw = rubber.draw(RandomStream.fromSeed(1), {}); // a seed, from which all displacements follow
 * const bent = rubber.image(hostArray(new Uint8Array(28 * 28), [28, 28, 1]), draw);
 * @see Simard et al., "Best practices for convolutional neural networks applied to visual document analysis", 2003
 */
export function elastic(options: ElasticOptions = {}): GeometricAugmentation<SeedDraw> {
  const name = 'elastic';
  const resolved = resolveOptions(name, options, { ...WARP_DEFAULTS, alpha: 30, sigma: 4 });
  const { alpha, sigma } = resolved;
  checkNumber(name, 'alpha', alpha, { atLeast: 0 });
  checkNumber(name, 'sigma', sigma, { above: 0 });
  return warpAugmentation<SeedDraw>({
    name,
    options: resolved,
    curved: true,
    draw: drawSeed,
    warp: ({ seed }, frame) => displaced(displacements(seed, { frame, alpha, sigma }), frame),
  });
}

type Displacements = { readonly x: Float32Array; readonly y: Float32Array };

function displacements(
  seed: number,
  { frame: { height, width }, alpha, sigma }: { readonly frame: Frame; readonly alpha: number; readonly sigma: number },
): Displacements {
  const random = RandomStream.fromSeed(seed);
  const kernel = gaussianKernel(sigma);
  const plane = (name: string): Float32Array => {
    const noise = random.child(name).uniforms(height * width, -alpha, alpha);
    return convolveSeparably(hostArray(noise, [height, width, 1]), { across: kernel, down: kernel }).data;
  };
  return { x: plane('x'), y: plane('y') };
}

function displaced({ x: right, y: down }: Displacements, { height, width }: Frame): Warp {
  const nearest = (value: number, size: number): number => Math.min(Math.max(Math.floor(value), 0), size - 1);
  return {
    sources: (row, xs, ys) => {
      for (let column = 0, at = row * width; column < width; column++, at++) {
        xs[column] = column + 0.5 + right[at]!;
        ys[column] = row + 0.5 + down[at]!;
      }
    },
    move: invertedMove((x, y) => {
      const at = nearest(y, height) * width + nearest(x, width);
      return [x + right[at]!, y + down[at]!];
    }),
  };
}
