import {
  ArgumentError,
  formatShape,
  type HostArray,
  type HostDtypeOf,
  hostArray,
  hostLike,
  type NumericArray,
  ShapeError,
  sizeOf,
  type Table,
} from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { randomAccess } from './internal/source.js';
import { describe, isHostArray, isNumericArray } from './internal/stack-elements.js';
import { fromFloat64, fromNested, isNestedNumbers, type NestedNumbers } from './internal/to-host-array.js';

/** Numbers of all samples, one after another along the first axis. */
export type SampleArray = HostArray | NumericArray | Float64Array | NestedNumbers | Table;

/** Arrays by name, or lists or records of them, all of one number of samples. */
export type SampleArrays = { readonly [name: string]: SampleTree };

/** An array of samples, or a list or record of these. */
export type SampleTree = SampleArray | readonly SampleTree[] | SampleArrays;

/** One sample of such arrays: the same form, without the first axis. */
export type SampleOf<Tree> = Tree extends HostArray
  ? HostArray<Tree['dtype']>
  : Tree extends NumericArray
    ? HostArray<HostDtypeOf<Tree>>
    : Tree extends Float64Array | NestedNumbers | Table
      ? HostArray<'float32'>
      : { readonly [Name in keyof Tree]: SampleOf<Tree[Name]> };

/**
 * A dataset of samples that lie in arrays.
 *
 * Host arrays, Float32Array, Int32Array and Uint8Array are taken as they are: samples are views, so do not change them.
 * A Float64Array, a table of numbers (what fitted `columns` of preprocessing give) and lists of numbers (`number[]`,
 * `number[][]`, …) are converted to float32 once, integers too: give an Int32Array for classes and tokens.
 *
 * @param arrays by name, or in lists or records, of one length along their first axis; a typed array has one number for
 *   each sample
 * @throws ShapeError when the arrays have different numbers of samples, or lists different lengths
 * @throws ArgumentError when there is none, one is something else, or a number is beyond float32
 * @example
 * const x = hostArray(Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), [4, 2]);
 * const xor = fromArrays({ x, y: Int32Array.of(0, 1, 1, 0) });
 * for await (const batch of xor.shuffle().batch(2)) console.log(batch.x.shape, batch.y.data);
 *
 * const image = hostArray(new Uint8Array(2 * 28 * 28), [2, 28, 28, 1]);
 * const several = fromArrays({ x: { image, size: [[3, 4], [5, 6]] }, y: Int32Array.of(7, 1), weights: [1, 0.5] });
 */
export function fromArrays<const Arrays extends SampleArrays>(arrays: Arrays): DataPipeline<SampleOf<Arrays>> {
  const fields: Field[] = [];
  const access: Access = toAccess('', arrays, fields);
  const [first] = fields;
  if (first === undefined) {
    throw new ArgumentError({ where: WHERE, argument: 'arrays', expected: 'hold at least one', received: 'none' });
  }
  for (const { name, size } of fields) {
    if (size !== first.size) {
      const expected = `have ${first.size} samples, as \`${first.name}\` has`;
      throw new ShapeError({ where: WHERE, argument: name, expected, received: String(size) });
    }
  }
  // The types of a deep tree are too much for the compiler here: a sample has the form of the arrays.
  const { take, gather } = access as { readonly take: never; readonly gather: never };
  return new DataPipeline(randomAccess<never>({ size: first.size, randomStages: 0, at: take, gather }) as never);
}

const WHERE = 'fromArrays';

/** An array, and how many samples it holds. */
type Field = { readonly name: string; readonly size: number };

/** What makes one sample, as views, and what makes a batch of some. */
type Access = {
  readonly take: (index: number) => unknown;
  readonly gather: (indices: Uint32Array | Float64Array) => unknown;
};

/** How samples of a tree are made; its arrays are added to `fields`. */
function toAccess(name: string, tree: unknown, fields: Field[]): Access {
  const array = toHostArray(name, tree);
  if (array !== undefined) {
    const [size, ...shape] = array.shape;
    const step = sizeOf(shape);
    if (size === undefined || size * step !== array.data.length) {
      const expected = `have a sample axis and ${array.data.length} elements`;
      throw new ShapeError({ where: WHERE, argument: name, expected, received: formatShape(array.shape) });
    }
    fields.push({ name, size });
    const { dtype, data } = array;
    return {
      take: (index) => ({ dtype, data: data.subarray(index * step, (index + 1) * step), shape }),
      gather: (indices) => {
        const gathered = hostLike(array, [indices.length, ...shape]);
        copyRows(data, indices, { step, to: gathered.data });
        return gathered;
      },
    };
  }
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) {
    const expected = 'be a host array, a typed array, a table, numbers in lists, or a list or record of these';
    throw new ArgumentError({ where: WHERE, argument: name || 'arrays', expected, received: describe(tree) });
  }
  const children = Object.entries(tree).map(
    ([key, child]) => [key, toAccess(name === '' ? key : `${name}.${key}`, child, fields)] as const,
  );
  const each = (make: (child: Access) => unknown): unknown =>
    Array.isArray(tree)
      ? children.map(([, child]) => make(child))
      : Object.fromEntries(children.map(([key, child]) => [key, make(child)]));
  return {
    take: (index) => each(({ take }) => take(index)),
    gather: (indices) => each(({ gather }) => gather(indices)),
  };
}

/** Rows below this length are copied number by number, for which V8 needs less than for a call. */
const SHORT_ROW = 32;

/** Copies rows of `step` numbers, one after another. */
function copyRows(
  from: NumericArray,
  indices: Uint32Array | Float64Array,
  { step, to }: { readonly step: number; readonly to: NumericArray },
): void {
  for (let row = 0; row < indices.length; row++) {
    const start = indices[row]! * step;
    if (step >= SHORT_ROW) to.set(from.subarray(start, start + step), row * step);
    else for (let i = 0; i < step; i++) to[row * step + i] = from[start + i]!;
  }
}

function toHostArray(name: string, value: unknown): HostArray | undefined {
  if (isNumericArray(value)) return hostArray(value);
  if (value instanceof Float64Array) return fromFloat64(WHERE, name, value);
  if (isNestedNumbers(value)) return fromNested(WHERE, name, value);
  if (isTable(value)) {
    const { data, rows, columns } = value;
    const numbers = data instanceof Float64Array ? fromFloat64(WHERE, name, data).data : data;
    return { dtype: 'float32', data: numbers, shape: [rows, columns] };
  }
  return isHostArray(value) ? value : undefined;
}

function isTable(value: unknown): value is Table {
  const { data, rows, columns } = (value ?? {}) as { readonly [name: string]: unknown }; // anything has properties
  const isData = data instanceof Float64Array || data instanceof Float32Array;
  return isData && typeof rows === 'number' && typeof columns === 'number';
}
