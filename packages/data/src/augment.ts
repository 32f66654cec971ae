import type { Augmentation, Kind, Kinds, RandomStream } from '@neurite/core';
import { lift } from './internal/lift.js';

/** The kinds of fields by name, also within records and lists. */
export type KindTree = { readonly [name: string]: Kind | KindTree | undefined };

/** A sample that has at least these fields. */
export type SampleWith<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends Kind ? Kinds[Fields[Name]] : SampleWith<Fields[Name]>;
};

/** An augmentation of whole samples: first the draw, then the change. */
export type SampleAugmentation<Fields, Params = unknown> = {
  readonly name: string;
  /** @returns JSON, so that it can be stored and replayed */
  draw(random: RandomStream, sample: SampleWith<Fields>): Params;
  /** @returns a new sample; fields without a kind, and those that stay as they are, are the old ones */
  apply<Sample extends SampleWith<Fields>>(sample: Sample, params: Params): Sample;
};

/**
 * Lifts an augmentation to samples: what is done to the image is done to its mask, boxes and points too, by one draw.
 *
 * `DataPipeline.augment` does it for every sample of a dataset; this is for a replay, or for samples by themselves.
 *
 * @param fields of which kind the fields of a sample are; those that are left out stay as they are. Images and masks of
 *   one sample have one height and width
 * @throws ArgumentError for a kind that the augmentation neither changes nor keeps; `draw` and `apply`: for a field that
 *   is not of its kind
 * @throws ShapeError `apply`: when images and masks differ in size
 * @example
 * const brighter: Augmentation<number> = {
 *   name: 'brighter',
 *   keeps: ['label'],
 *   draw: (random) => 0.5 + random.uniform(),
 *   image: (image, factor) => {
 *     const result = hostLike(image);
 *     const most = image.dtype === 'uint8' ? 255 : 1;
 *     for (const [i, value] of image.data.entries()) result.data[i] = Math.min(most, value * factor);
 *     return result;
 *   },
 * };
 * const { draw, apply } = augment(brighter, { x: 'image', y: 'label' });
 * const sample = { x: hostArray(Uint8Array.of(10, 100), [1, 2, 1]), y: hostArray(Int32Array.of(7), []) };
 * const params = draw(RandomStream.fromSeed(1), sample);
 * const changed = apply(sample, params);
 */
export function augment<Params, const Fields extends KindTree>(
  augmentation: Augmentation<Params>,
  fields: Fields,
): SampleAugmentation<Fields, Params> {
  return lift(augmentation, fields);
}
