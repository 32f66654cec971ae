import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { RandomStream } from '../random-stream.js';
import type { HostArray, HostDtype } from './host-array.js';

/**
 * Rectangles of one image, [boxes, 4] in pixels: left, top, right, bottom. The pixel in the upper left corner reaches from
 * 0 to 1, so a box around the whole image is 0, 0, width, height.
 */
export type Boxes = HostArray<'float32'>;

/** Points of one image, [points, 2] in pixels: x, y. The center of the pixel in the upper left corner is 0.5, 0.5. */
export type Points = HostArray<'float32'>;

/** The size of an image in pixels. */
export type Frame = { readonly height: number; readonly width: number };

/** What the fields of a sample may be. */
export type Kinds = {
  /** [height, width, channels]; uint8 from 0 to 255, float32 from 0 to 1. */
  readonly image: HostArray<'uint8' | 'float32'>;
  /** The class of each pixel, [height, width] or [height, width, 1]. */
  readonly mask: HostArray<'uint8' | 'int32'>;
  readonly boxes: Boxes;
  readonly points: Points;
  /** A class, or the probability of each. */
  readonly label: HostArray;
  /** [time] or [time, channels]. */
  readonly signal: HostArray<'float32'>;
  readonly text: string;
  /** The columns of a table's row. */
  readonly row: HostArray<'float32'>;
};

/** A kind of field. */
export type Kind = keyof Kinds;

/** The fields of a sample by kind. */
export type FieldsByKind = { readonly [K in Kind]?: readonly Kinds[K][] };

/** The kinds that a value may be of. */
export type KindsFor<Value> = { [K in Kind]: [Extract<Value, Kinds[K]>] extends [never] ? never : K }[Kind];

/**
 * Of which kind the fields of a sample are, also within records: `{ x: { photo: 'image' }, y: 'label' }`. Fields that are
 * left out stay as they are.
 */
export type FieldKinds<Sample> = {
  readonly [Name in keyof Sample]?: KindsFor<Sample[Name]> | NestedKinds<Sample[Name]> | undefined;
};

type NestedKinds<Value> = Value extends HostArray | string | number | boolean | null | undefined
  ? never
  : Value extends readonly unknown[]
    ? number extends Value['length']
      ? never // of unknown length: its elements have no names
      : FieldKinds<Value>
    : string extends keyof Value
      ? never // of unknown fields
      : FieldKinds<Value>;

/** Of the image before a change and after it; both are the same where there is no image. */
export type Frames = { readonly before: Frame; readonly after: Frame };

/**
 * A random change of a sample after which its label is still right: first the draw, then the change, so that a draw can be replayed,
 * stored, and applied to boxes and masks as to the image.
 *
 * It has a method for each kind of field that it knows, and names in `keeps` those that it leaves as they are. Any other
 * kind in a sample is an error.
 */
export interface Augmentation<Params = unknown> {
  readonly name: string;
  /** Kinds that stay as they are under this change. Default: none. */
  readonly keeps?: readonly Kind[];
  /**
   * @param fields of the sample, for draws that depend on its size
   * @returns JSON, so that it can be stored
   */
  draw(random: RandomStream, fields: FieldsByKind): Params;
  /** The size of an image after the change, so that changes can follow one another. Default: as before. */
  frame?(before: Frame, params: Params): Frame;
  image?<D extends 'uint8' | 'float32'>(image: HostArray<D>, params: Params): HostArray<D>;
  /**
   * The change of many images at once on the running engine, by the same definition as `image`.
   *
   * @param images [batch, height, width, channels], float32 from 0 to 1; they stay as they are
   * @param params one draw for each image; `frame` must tell the same size for all
   * @returns new images, which the caller disposes of
   */
  images?(images: Tensor4D, params: readonly Params[]): Tensor4D;
  mask?<D extends 'uint8' | 'int32'>(mask: HostArray<D>, params: Params): HostArray<D>;
  boxes?(boxes: Boxes, params: Params, frames: Frames): Boxes;
  points?(points: Points, params: Params, frames: Frames): Points;
  label?<D extends HostDtype>(label: HostArray<D>, params: Params): HostArray<D>;
  signal?(signal: HostArray<'float32'>, params: Params): HostArray<'float32'>;
  text?(text: string, params: Params): string;
  row?(row: HostArray<'float32'>, params: Params): HostArray<'float32'>;
}

/** A random change that makes one sample of several: mixup, cutmix. */
export interface BatchAugmentation<Params = unknown> {
  readonly name: string;
  /** How many samples it makes one of, at least 2. */
  readonly takes: number;
  /** Kinds that stay those of the first sample. Default: none. */
  readonly keeps?: readonly Kind[];
  /** @returns JSON, so that it can be stored */
  draw(random: RandomStream, samples: readonly FieldsByKind[]): Params;
  /** @returns the fields of the new sample, as many of each kind as each sample has; those of kept kinds are left out */
  apply(samples: readonly FieldsByKind[], params: Params): FieldsByKind;
}
