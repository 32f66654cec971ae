import { checkChoice, type Frame } from '@neurite/core';
import { checkFill, type Fill, type FillOptions } from './border.js';
import { sampleImages } from './engine/sample-images.js';
import { type GeometricAugmentation, geometricAugmentation } from './geometric-augmentation.js';
import type { Chance } from './image-augmentation.js';
import type { Move } from './move-points.js';
import { INTERPOLATIONS, type Interpolation, remap } from './remap.js';
import type { Homography, RowSources } from './remap-bytes.js';

/** Options of every augmentation that takes pixels from between pixels. */
export type WarpOptions = Chance &
  FillOptions & {
    /** How values between pixels are taken; masks always take the nearest class. Default `bilinear`. */
    readonly interpolation?: Interpolation;
  };

export const WARP_DEFAULTS = {
  probability: 1,
  interpolation: 'bilinear',
  border: 'constant',
  fill: 0,
  maskFill: 0,
} as const;

/** From where each new pixel comes, and where each old point goes; the size stays. */
export type Warp = {
  readonly sources: RowSources;
  readonly move: Move;
  /** What `sources` says, where it is one. */
  readonly homography?: Homography;
};

/** A geometric augmentation by a map from new to old coordinates. */
export function warpAugmentation<Params>({
  name,
  options: { probability, interpolation, border, fill, maskFill },
  draw,
  warp,
  curved,
}: {
  readonly name: string;
  readonly options: Fill & { readonly probability: number; readonly interpolation: Interpolation };
  readonly draw: Parameters<typeof geometricAugmentation<Params>>[0]['draw'];
  readonly warp: (params: Params, before: Frame) => Warp;
  readonly curved: boolean;
}): GeometricAugmentation<Params> {
  const filled = { border, fill, maskFill };
  checkFill(name, filled);
  checkChoice(name, 'interpolation', interpolation, INTERPOLATIONS);
  return geometricAugmentation<Params>({
    name,
    probability,
    fill: filled,
    draw,
    pixels: (image, params, resampling) => {
      const [height, width] = image.shape as [number, number]; // checked by the lifter
      const { sources, homography } = warp(params, { height, width });
      return remap(image, sources, {
        frame: { height, width },
        interpolation: resampling.classes ? 'nearest' : interpolation,
        border,
        fill: resampling.fill,
        homography,
      });
    },
    images: (images, draws) => {
      const [, height, width] = images.shape;
      const frame = { height, width };
      const sources = draws.map((params) => warp(params, frame).sources);
      return sampleImages(images, sources, { frame, interpolation, border, fill });
    },
    move: (params, before) => warp(params, before).move,
    curved,
  });
}

/** The way of a point under a map of which only the other direction is known, by Newton's method. */
export function invertedMove(back: Move): Move {
  return (x, y) => {
    let [newX, newY] = [x, y];
    for (let step = 0; step < 30; step++) {
      const [oldX, oldY] = back(newX, newY);
      const [dx, dy] = [x - oldX, y - oldY];
      if (Math.abs(dx) + Math.abs(dy) < 1e-4) break;
      const [leftX, leftY] = back(newX - 0.5, newY);
      const [rightX, rightY] = back(newX + 0.5, newY);
      const [aboveX, aboveY] = back(newX, newY - 0.5);
      const [belowX, belowY] = back(newX, newY + 0.5);
      const [xx, yx, xy, yy] = [rightX - leftX, rightY - leftY, belowX - aboveX, belowY - aboveY];
      // Where the map folds over there is no way back: small steps stay near.
      const determinant = Math.max(xx * yy - xy * yx, 0.1);
      newX += (yy * dx - xy * dy) / determinant;
      newY += (xx * dy - yx * dx) / determinant;
    }
    return [newX, newY];
  };
}
