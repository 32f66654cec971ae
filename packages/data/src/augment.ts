import { ArgumentError, type Augmentation, type FieldKinds, type Kind, type RandomStream } from '@neurite/core';
import { applyToFields } from './internal/apply-to-fields.js';
import { type FieldPath, fieldsByKind, pathsOf } from './internal/field-kinds.js';

/** An augmentation of whole samples: first the draw, then the change. */
export type SampleAugmentation<Sample, Params = unknown> = {
  readonly name: string;
  /** @returns JSON, so that it can be stored and replayed */
  draw(random: RandomStream, sample: Sample): Params;
  /** @returns a new sample; fields without a kind, and those that stay as they are, are the old ones */
  apply(sample: Sample, params: Params): Sample;
};

/**
 * Lifts an augmentation to samples: what is done to the image is done to its mask, boxes and points too, by one draw.
 *
 * `DataPipeline.augment` does it for every sample of a dataset; this is for a replay, or for samples by themselves.
 *
 * @param fields of which kind the fields of a sample are; those that are left out stay as they are. Images and masks of
 *   one sample have one height and width
 * @throws ArgumentError for a kind that the augmentation neither knows nor keeps
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
export function augment<Sample, Params>(
  augmentation: Augmentation<Params>,
  fields: FieldKinds<Sample>,
): SampleAugmentation<Sample, Params> {
  const paths = pathsOf(fields);
  for (const path of paths) checkKind(augmentation as Augmentation, path);
  return {
    name: augmentation.name,
    draw: (random, sample) => augmentation.draw(random, fieldsByKind(sample, paths)),
    apply: (sample, params) => applyToFields(augmentation, sample, { params, paths }),
  };
}

function checkKind(augmentation: Augmentation, { kind, name }: FieldPath): void {
  const { name: own, keeps = [] } = augmentation;
  if (typeof augmentation[kind] === 'function' || keeps.includes(kind)) return;
  const known = KINDS.filter((one) => typeof augmentation[one] === 'function');
  throw new ArgumentError({
    where: 'augment',
    argument: 'fields',
    expected: `name kinds that ${own} changes (${known.join(', ')}) or keeps (${keeps.join(', ') || 'none'})`,
    received: `${kind} for \`${name}\``,
    advice: 'Leave the field out where it may stay as it is',
  });
}

const KINDS: readonly Kind[] = ['image', 'mask', 'boxes', 'points', 'label', 'signal', 'text', 'row'];
