import {
  type Augmentation,
  type FieldsByKind,
  type Frame,
  type HostArray,
  hostArray,
  type Kind,
  type Kinds,
  RandomStream,
} from '@neurite/core';

/** The size of all images and masks here; uneven, so that swapped axes show. */
export const FRAME: Frame = { height: 13, width: 17 };

/** Something of every kind. */
export function sampleFields(): { readonly [K in Kind]: readonly Kinds[K][] } {
  const random = RandomStream.fromSeed(11);
  const { height, width } = FRAME;
  const bytes = (size: number): Uint8Array => Uint8Array.from({ length: size }, () => random.integer(256));
  const classes = Int32Array.from({ length: height * width }, () => random.integer(4));
  return {
    image: [
      hostArray(bytes(height * width * 3), [height, width, 3]),
      hostArray(random.uniforms(height * width * 3), [height, width, 3]),
      hostArray(random.uniforms(height * width), [height, width, 1]),
    ],
    mask: [hostArray(classes, [height, width]), hostArray(Uint8Array.from(classes), [height, width, 1])],
    boxes: [
      hostArray(Float32Array.of(0, 0, width, height, 2.5, 3, 7, 11, 4, 4, 4, 4), [3, 4]),
      hostArray(new Float32Array(0), [0, 4]),
    ],
    points: [hostArray(Float32Array.of(0, 0, width, height, 5.5, 2), [3, 2]), hostArray(new Float32Array(0), [0, 2])],
    label: [hostArray(Int32Array.of(3), []), hostArray(Float32Array.of(0.25, 0.75, 0))],
    signal: [hostArray(random.uniforms(50, -1, 1)), hostArray(random.uniforms(40, -1, 1), [20, 2])],
    text: ['The quick brown fox jumps over the lazy dog.', ''],
    row: [hostArray(random.uniforms(6, -3, 3))],
  };
}

/** The kinds that an augmentation has a method for. */
export function changedKinds(augmentation: Augmentation): readonly Kind[] {
  const kinds = Object.keys(sampleFields()) as Kind[]; // as its type says
  return kinds.filter((kind) => augmentation[kind] !== undefined);
}

/** What an augmentation makes of one field. */
export function changed<K extends Kind>(
  augmentation: Augmentation,
  field: { readonly kind: K; readonly value: Kinds[K] },
  params: unknown,
): Kinds[K] {
  const method = augmentation[field.kind] as ((value: Kinds[K], ...rest: unknown[]) => Kinds[K]) | undefined;
  if (method === undefined) return field.value;
  if (field.kind !== 'boxes' && field.kind !== 'points') return method.call(augmentation, field.value, params);
  return method.call(augmentation, field.value, params, { before: FRAME, after: frameAfter(augmentation, params) });
}

/** The size that images end with. */
export function frameAfter(augmentation: Augmentation, params: unknown): Frame {
  const [image] = sampleFields().image;
  const [height, width] = (augmentation.image?.(image as HostArray<'uint8'>, params) ?? image!).shape;
  return { height: height!, width: width! };
}

/** The sample as draws see it, with those kinds that the augmentation changes or keeps. */
export function fieldsFor(augmentation: Augmentation): FieldsByKind {
  const known = [...changedKinds(augmentation), ...(augmentation.keeps ?? [])];
  return Object.fromEntries(Object.entries(sampleFields()).filter(([kind]) => known.includes(kind as Kind)));
}
