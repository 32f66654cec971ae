import { ArgumentError, DtypeError, formatShape, type HostArray, hostArray, hostLike, ShapeError } from '@neurite/core';
import type { Steps } from './breathe.js';
import { describe, STEP, stackElements, toHostArray } from './stack-elements.js';

export type Padding = {
  /** What each field that is padded is filled up with, by its name. */
  readonly pad: Readonly<Record<string, number>>;
  /** The length of each batch, or undefined: that of its longest element. */
  readonly length: number | undefined;
  /** Lengths are rounded up to a multiple of this. */
  readonly multipleOf: number;
};

/** Stacks records whose fields in `pad` differ along their first axis, and adds a mask for each of those. */
export function* stackPadded(
  elements: readonly unknown[],
  { pad, length, multipleOf }: Padding,
  { where, first }: { readonly where: string; readonly first: number },
): Steps<Record<string, unknown>> {
  const names = Object.keys(pad);
  const padded: Record<string, HostArray> = {};
  const masks: Record<string, HostArray<'float32'>> = {};
  for (const name of names) {
    const arrays: HostArray[] = [];
    for (const [i, element] of elements.entries()) {
      if (i % STEP === STEP - 1) yield;
      arrays.push(arrayOf(element, { name, where, index: first + i }));
    }
    yield* checkAlike(arrays, { name, where, first });
    const longest = arrays.reduce((most, { shape }) => Math.max(most, shape[0]!), 0);
    if (length !== undefined && longest > length) {
      const index = first + arrays.findIndex(({ shape }) => shape[0]! > length);
      throw new ShapeError({
        where,
        argument: name,
        expected: `have at most \`length\` steps, ${length}`,
        received: `${arrays[index - first]!.shape[0]} in element ${index}`,
        advice: 'Cut it with map first',
      });
    }
    const steps = length ?? Math.ceil(longest / multipleOf) * multipleOf;
    const { shape } = arrays[0]!;
    const stacked: HostArray = hostLike(arrays[0]!, [arrays.length, steps, ...shape.slice(1)]);
    if (pad[name] !== 0) stacked.data.fill(pad[name]!);
    const mask = new Float32Array(arrays.length * steps);
    const rowSize = stacked.data.length / arrays.length;
    for (const [row, array] of arrays.entries()) {
      if (row % STEP === STEP - 1) yield;
      stacked.data.set(array.data, row * rowSize);
      mask.fill(1, row * steps, row * steps + array.shape[0]!);
    }
    padded[name] = stacked;
    masks[name] = hostArray(mask, [arrays.length, steps]);
  }
  const others: Record<string, unknown>[] = [];
  for (const [i, element] of elements.entries()) {
    if (i % STEP === STEP - 1) yield;
    others.push(Object.fromEntries(Object.entries(element as object).filter(([name]) => !Object.hasOwn(pad, name))));
  }
  return { ...(yield* stackElements(others, where, first)), ...padded, masks };
}

function arrayOf(
  element: unknown,
  { name, where, index }: { readonly name: string; readonly where: string; readonly index: number },
): HostArray {
  const value =
    typeof element === 'object' && element !== null ? (element as Record<string, unknown>)[name] : undefined;
  const array = toHostArray(value);
  if (array !== undefined && array.shape.length > 0) return array;
  const expected = 'be an array with a first axis to pad along';
  throw new ArgumentError({ where, argument: name, expected, received: `${describe(value)} in element ${index}` });
}

function* checkAlike(
  arrays: readonly HostArray[],
  { name, where, first }: { readonly name: string; readonly where: string; readonly first: number },
): Steps<void> {
  const { dtype, shape } = arrays[0]!;
  for (const [i, array] of arrays.entries()) {
    if (i % STEP === STEP - 1) yield;
    if (array.dtype !== dtype) {
      const expected = `be ${dtype}, as in element ${first}`;
      throw new DtypeError({ where, argument: name, expected, received: `${array.dtype} in element ${first + i}` });
    }
    if (array.shape.length !== shape.length || array.shape.some((size, axis) => axis > 0 && size !== shape[axis])) {
      throw new ShapeError({
        where,
        argument: name,
        expected: `have shape [${['steps', ...shape.slice(1)].join(', ')}], as in element ${first}`,
        received: `${formatShape(array.shape)} in element ${first + i}`,
      });
    }
  }
}
