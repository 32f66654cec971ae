import {
  ArgumentError,
  type Augmentation,
  type Frame,
  type Frames,
  type HostArray,
  type Kind,
  type Kinds,
  ShapeError,
} from '@neurite/core';
import { type FieldPath, fieldsByKind, replaced } from './field-kinds.js';

/** Kinds with a height and a width. */
const FRAMED: readonly Kind[] = ['image', 'mask'];

type Methods = { readonly [K in Kind]?: (value: Kinds[Kind], params: unknown, frames: Frames) => Kinds[Kind] };

/** A new sample with the changed fields; what is in none of the paths is that of the old sample. */
export function applyToFields<Sample, Params>(
  augmentation: Augmentation<Params>,
  sample: Sample,
  { params, paths }: { readonly params: Params; readonly paths: readonly FieldPath[] },
): Sample {
  const fields = paths.map((field) => ({ ...field, before: fieldsByKind(sample, [field])[field.kind]![0]! }));
  const before = frameOf(fields.map(({ kind, name, before }) => ({ kind, name, value: before })));
  const methods = augmentation as unknown as Methods; // each field goes to the method of its kind
  const change = (kind: Kind, value: Kinds[Kind], frames: Frames | undefined): Kinds[Kind] => {
    const method = methods[kind];
    if (method === undefined) return value; // its kind is kept, as `augment` has checked
    if ((kind === 'boxes' || kind === 'points') && frames === undefined) throw withoutFrame(kind);
    return method.call(augmentation, value, params, frames as Frames); // other kinds take none
  };
  // Images and masks first: boxes and points need the size that these end with.
  const framed = new Map(
    fields
      .filter(({ kind }) => FRAMED.includes(kind))
      .map((field) => [field, change(field.kind, field.before, undefined)]),
  );
  const after = frameOf([...framed].map(([{ kind, name }, value]) => ({ kind, name, value })));
  const frames = before && after && { before, after };
  return fields.reduce<Sample>(
    (changed, field) => replaced(changed, field.path, framed.get(field) ?? change(field.kind, field.before, frames)),
    sample,
  );
}

/** The one height and width of all images and masks; undefined where there are none. */
function frameOf(
  fields: readonly { readonly kind: Kind; readonly name: string; readonly value: Kinds[Kind] }[],
): Frame | undefined {
  const framed = fields.filter(({ kind }) => FRAMED.includes(kind));
  const [first, ...others] = framed.map(({ name, value }) => {
    const [height, width] = (value as HostArray).shape as [number, number]; // an image or a mask, as checked
    return { name, height, width };
  });
  for (const { name, height, width } of others) {
    if (height !== first!.height || width !== first!.width) {
      throw new ShapeError({
        where: 'augment',
        argument: name,
        expected: `have the size of \`${first!.name}\`, ${first!.height} × ${first!.width}`,
        received: `${height} × ${width}`,
      });
    }
  }
  return first && { height: first.height, width: first.width };
}

function withoutFrame(kind: Kind): ArgumentError {
  return new ArgumentError({
    where: 'augment',
    argument: 'fields',
    expected: `name an image or a mask, by whose size ${kind} are changed`,
    received: 'none',
  });
}
