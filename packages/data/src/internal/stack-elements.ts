import {
  ArgumentError,
  DtypeError,
  formatShape,
  type HostArray,
  hostArray,
  hostDtype,
  type NumericArray,
  ShapeError,
  sizeOf,
} from '@neurite/core';
import { isPixelView, writePixels } from '@neurite/images/pixel-view';
import type { Stacked } from '../stacked.js';
import type { Steps } from './breathe.js';

/** Elements of a step. */
export const STEP: number = 2 ** 10;

/** @param first the index of the first element, for errors */
export function* stackElements<T>(elements: readonly T[], where: string, first: number): Steps<Stacked<T>> {
  if (elements.length === 0) {
    throw new ArgumentError({ where, argument: 'elements', expected: 'hold at least one', received: 'none' });
  }
  return (yield* stackField(elements, '', where, first)) as Stacked<T>; // built field by field as the type says
}

function* stackField(values: readonly unknown[], field: string, where: string, first: number): Steps<unknown> {
  const [example] = values;
  if (toHostArray(example) !== undefined) return yield* stackArrays(values, field, where, first);
  if (typeof example !== 'object' || example === null || ArrayBuffer.isView(example)) {
    throw wrong(where, field, first, 'be a host array, a typed array, a number, or a record of these', example);
  }
  const keys = Object.keys(example);
  for (const [i, value] of values.entries()) {
    if (i % STEP === STEP - 1) yield;
    const same = typeof value === 'object' && value !== null && Object.keys(value).length === keys.length;
    if (!same || !keys.every((key) => Object.hasOwn(value, key))) {
      throw wrong(where, field, first + i, `have the fields ${keys.join(', ')}, as element ${first} has`, value);
    }
  }
  const stacked: [string, unknown][] = [];
  for (const key of keys) {
    const children = values.map((value) => (value as Record<string, unknown>)[key]); // it has the key, as checked above
    stacked.push([key, yield* stackField(children, field === '' ? key : `${field}.${key}`, where, first)]);
  }
  return Array.isArray(example) ? stacked.map(([, value]) => value) : Object.fromEntries(stacked);
}

function* stackArrays(values: readonly unknown[], field: string, where: string, first: number): Steps<HostArray> {
  const example = toHostArray(values[0])!;
  const { dtype, shape } = example;
  const size = sizeOf(shape);
  const stacked: HostArray = hostArray(new ARRAYS[dtype](values.length * size), [values.length, ...shape]);
  for (const [i, value] of values.entries()) {
    if (i % STEP === STEP - 1) yield;
    const array = toHostArray(value);
    if (array === undefined) {
      throw wrong(where, field, first + i, `be an array, as element ${first} has`, value);
    }
    const argument = field === '' ? 'element' : field;
    if (array.dtype !== dtype) {
      throw new DtypeError({
        where,
        argument,
        expected: `be ${dtype}, as in element ${first}`,
        received: `${array.dtype} in element ${first + i}`,
      });
    }
    if (array.shape.length !== shape.length || array.shape.some((size, axis) => size !== shape[axis])) {
      throw new ShapeError({
        where,
        argument,
        expected: `have shape ${formatShape(shape)}, as in element ${first}`,
        received: `${formatShape(array.shape)} in element ${first + i}`,
        advice: 'Bring all elements to one shape with map first',
      });
    }
    const isWritten = stacked.dtype === 'uint8' && writePixels(array, stacked.data.subarray(i * size, (i + 1) * size));
    if (!isWritten) stacked.data.set(array.data, i * size);
  }
  return stacked;
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

export function toHostArray(value: unknown): HostArray | undefined {
  if (typeof value === 'number') return hostArray(Float32Array.of(value), []);
  if (isNumericArray(value)) return hostArray(value);
  return isHostArray(value) ? value : undefined;
}

export function isNumericArray(value: unknown): value is NumericArray {
  return value instanceof Float32Array || value instanceof Int32Array || value instanceof Uint8Array;
}

export function isHostArray(value: unknown): value is HostArray {
  if (typeof value !== 'object' || value === null || !('dtype' in value && 'data' in value && 'shape' in value)) {
    return false;
  }
  if (isPixelView(value)) return true; // to look at its bytes would make them
  return isNumericArray(value.data) && value.dtype === hostDtype(value.data);
}

function wrong(where: string, field: string, index: number, expected: string, value: unknown): ArgumentError {
  const argument = field === '' ? 'element' : field;
  return new ArgumentError({ where, argument, expected, received: `${describe(value)} in element ${index}` });
}

export function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const name = value.constructor?.name;
  return name === undefined || name === 'Object'
    ? `{ ${Object.keys(value).join(', ')} }`
    : `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
