import { ArgumentError, describeValue } from '@neurite/core';
import type { Axis } from '../samplers/axis.js';
import type { Dimension, Scalar, Space } from '../space/space.js';
import { makeAxis } from './axis.js';

/** Values by path, of the hyperparameters that are there. */
export type FlatValues = Readonly<Record<string, Scalar>>;

/**
 * The axes of a space, in the order in which they are written; a condition stands before what depends on it.
 *
 * @throws ArgumentError when the space is empty, or holds what is no hyperparameter
 */
export function axesOf(where: string, space: Space): readonly Axis[] {
  const axes: Axis[] = [];
  const visit = (part: Space, prefix: string, condition: Axis['condition']): void => {
    for (const [name, dimension] of Object.entries(part)) {
      const path = `${prefix}${name}`;
      if (name.includes('.')) {
        throw new ArgumentError({ where, problem: `the name ${path} has a dot, which separates names` });
      }
      if (!isRecord(dimension)) {
        throw new ArgumentError({
          where,
          argument: path,
          expected: 'be a hyperparameter, such as float(0, 1), or a record of them',
          received: describeValue(dimension),
        });
      }
      if (!isDimension(dimension)) visit(dimension, `${path}.`, condition);
      else if (dimension.kind === 'conditional') {
        const axis = axes.push(
          makeAxis({ kind: 'choice', options: Object.keys(dimension.variants) }, { path, condition }),
        );
        for (const [variant, inner] of Object.entries(dimension.variants)) {
          visit(inner, `${path}.${variant}.`, { axis: axis - 1, value: variant });
        }
      } else axes.push(makeAxis(dimension, { path, condition }));
    }
  };
  if (!isRecord(space) || isDimension(space as Space)) {
    throw new ArgumentError({
      where,
      argument: 'space',
      expected: 'be a record of hyperparameters, such as { dropout: float(0, 0.5) }',
      received: describeValue(space),
    });
  }
  visit(space, '', undefined);
  if (axes.length === 0) throw new ArgumentError({ where, problem: 'the space has no hyperparameter' });
  return axes;
}

/** The values at positions from 0 to 1, one for each axis; what depends on another variant is left out. */
export function flatValuesAt(axes: readonly Axis[], positions: ArrayLike<number>): FlatValues {
  const values: Record<string, Scalar> = {};
  for (const [i, { path, condition, valueAt }] of axes.entries()) {
    if (isThere(axes, condition, values)) values[path] = valueAt(positions[i]!);
  }
  return values;
}

/**
 * The position of each axis; NaN where it is not there.
 *
 * @returns undefined when the values are not those of this space
 */
export function positionsOf(axes: readonly Axis[], values: FlatValues): Float64Array | undefined {
  const positions = new Float64Array(axes.length).fill(Number.NaN);
  let known = 0;
  for (const [i, { path, condition, positionOf }] of axes.entries()) {
    if (!isThere(axes, condition, values)) continue;
    const position = Object.hasOwn(values, path) ? positionOf(values[path]) : undefined;
    if (position === undefined) return undefined;
    positions[i] = position;
    known++;
  }
  return known === Object.keys(values).length ? positions : undefined;
}

/** Values as users see them: nested, a variant with its name as `kind`. */
export function nestedValues(space: Space, values: FlatValues, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(space).map(([name, dimension]) => {
      const path = `${prefix}${name}`;
      if (!isDimension(dimension)) return [name, nestedValues(dimension, values, `${path}.`)];
      if (dimension.kind !== 'conditional') return [name, values[path]];
      const kind = values[path] as string; // the options of this axis are names
      return [name, { kind, ...nestedValues(dimension.variants[kind]!, values, `${path}.${kind}.`) }];
    }),
  );
}

/** The opposite of `nestedValues`; what is not in the space is left to `positionsOf` to find. */
export function flattenedValues(space: Space, values: unknown, prefix = ''): FlatValues {
  const flat: Record<string, Scalar> = {};
  if (!isRecord(values)) return flat;
  for (const [name, value] of Object.entries(values)) {
    const path = `${prefix}${name}`;
    const dimension = Object.hasOwn(space, name) ? space[name]! : undefined;
    if (dimension !== undefined && !isDimension(dimension))
      Object.assign(flat, flattenedValues(dimension, value, `${path}.`));
    else if (dimension?.kind === 'conditional' && isRecord(value)) {
      const { kind, ...rest } = value;
      flat[path] = kind as Scalar; // checked by `positionsOf`
      const inner =
        typeof kind === 'string' && Object.hasOwn(dimension.variants, kind) ? dimension.variants[kind]! : {};
      Object.assign(flat, flattenedValues(inner, rest, `${path}.${String(kind)}.`));
    } else flat[path] = value as Scalar; // checked by `positionsOf`
  }
  return flat;
}

function isThere(axes: readonly Axis[], condition: Axis['condition'], values: FlatValues): boolean {
  if (condition === undefined) return true;
  const { path } = axes[condition.axis]!;
  return Object.hasOwn(values, path) && values[path] === condition.value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDimension(value: Dimension | Space): value is Dimension {
  return typeof value.kind === 'string';
}
