import { ArgumentError, type FieldsByKind, type HostArray, type Kind, type Kinds, type Shape } from '@neurite/core';
import { describe, isHostArray } from './stack-elements.js';

/** Where in a sample a field is, e.g. `['x', 'photo']`, and of which kind. */
export type FieldPath = { readonly kind: Kind; readonly path: readonly string[]; readonly name: string };

/** A tree of kinds as a list, in the order of the tree. */
export function pathsOf(fields: object, before: readonly string[] = []): readonly FieldPath[] {
  return Object.entries(fields).flatMap(([key, kind]): readonly FieldPath[] => {
    const path = [...before, key];
    if (typeof kind === 'object' && kind !== null) return pathsOf(kind, path);
    if (kind === undefined) return [];
    if (typeof kind === 'string' && Object.hasOwn(FORMS, kind))
      return [{ kind: kind as Kind, path, name: path.join('.') }]; // one of them
    throw new ArgumentError({
      where: 'augment',
      argument: 'fields',
      expected: `name kinds: ${Object.keys(FORMS).join(', ')}`,
      received: `${String(kind)} for \`${path.join('.')}\``,
    });
  });
}

/** The fields of a sample, checked, by kind. */
export function fieldsByKind(sample: unknown, paths: readonly FieldPath[]): FieldsByKind {
  const found: { [K in Kind]?: Kinds[Kind][] } = {};
  for (const field of paths) {
    found[field.kind] ??= [];
    found[field.kind]!.push(checkedField(sample, field));
  }
  return found as FieldsByKind; // each was checked to be of its kind
}

/** A copy of records along a path, with another value at its end. */
export function replaced<T>(tree: T, [key, ...rest]: readonly string[], value: unknown): T {
  if (key === undefined) return value as T; // the end of the path
  const copy = (Array.isArray(tree) ? [...tree] : { ...tree }) as Record<string, unknown>; // records and lists by name or index
  copy[key] = replaced(copy[key], rest, value);
  return copy as T; // of the same form
}

/** @throws ArgumentError where a sample has no such field, or another kind of value in it */
function checkedField(sample: unknown, { kind, path, name }: FieldPath): Kinds[Kind] {
  const value = path.reduce<unknown>((inside, key) => (inside as Record<string, unknown> | undefined)?.[key], sample);
  if (!FORMS[kind].fits(value)) {
    throw new ArgumentError({
      where: 'augment',
      argument: name,
      expected: FORMS[kind].expected,
      received: isHostArray(value) ? `${value.dtype} of shape [${value.shape.join(', ')}]` : describe(value),
    });
  }
  return value as Kinds[Kind]; // checked above
}

type Form = { readonly expected: string; readonly fits: (value: unknown) => boolean };

const array =
  (dtypes: readonly HostArray['dtype'][], shapes: (shape: Shape) => boolean) =>
  (value: unknown): boolean =>
    isHostArray(value) && dtypes.includes(value.dtype) && shapes(value.shape);

const FORMS: { readonly [K in Kind]: Form } = {
  image: {
    expected: 'be an image, uint8 or float32 of shape [height, width, channels]',
    fits: array(['uint8', 'float32'], ({ length }) => length === 3),
  },
  mask: {
    expected: 'be a mask, uint8 or int32 of shape [height, width] or [height, width, 1]',
    fits: array(['uint8', 'int32'], ({ length, 2: last }) => length === 2 || (length === 3 && last === 1)),
  },
  boxes: {
    expected: 'be boxes, float32 of shape [boxes, 4]',
    fits: array(['float32'], ({ length, 1: last }) => length === 2 && last === 4),
  },
  points: {
    expected: 'be points, float32 of shape [points, 2]',
    fits: array(['float32'], ({ length, 1: last }) => length === 2 && last === 2),
  },
  label: { expected: 'be a label, a host array', fits: array(['float32', 'int32', 'uint8'], () => true) },
  signal: {
    expected: 'be a signal, float32 of shape [time] or [time, channels]',
    fits: array(['float32'], ({ length }) => length === 1 || length === 2),
  },
  text: { expected: 'be text', fits: (value) => typeof value === 'string' },
  row: { expected: 'be a row, float32 of shape [columns]', fits: array(['float32'], ({ length }) => length === 1) },
};

/** All kinds, in the order of errors. */
export const KINDS: readonly Kind[] = Object.keys(FORMS) as Kind[]; // a form for each
