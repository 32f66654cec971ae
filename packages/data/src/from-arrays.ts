import {
  ArgumentError,
  formatShape,
  type HostArray,
  type HostDtypeOf,
  hostArray,
  type NumericArray,
  ShapeError,
  sizeOf,
} from '@neurite/core';
import { DataPipeline } from './data-pipeline.js';
import { randomAccess } from './internal/source.js';
import { describe, isHostArray, isNumericArray } from './internal/stack-elements.js';

/** Arrays by name, each with one sample after the other along its first axis. */
export type SampleArrays = Readonly<Record<string, HostArray | NumericArray>>;

/** One sample of such arrays: the same names, without the first axis. */
export type SampleOf<Arrays extends SampleArrays> = {
  readonly [Name in keyof Arrays]: Arrays[Name] extends HostArray
    ? HostArray<Arrays[Name]['dtype']>
    : Arrays[Name] extends NumericArray
      ? HostArray<HostDtypeOf<Arrays[Name]>>
      : never;
};

/**
 * A dataset of samples that lie in arrays.
 *
 * @param arrays by name, of one length along their first axis; a typed array has one number for each sample
 * @returns samples that are views: nothing is copied, so do not change them
 * @throws ShapeError when the arrays have different numbers of samples
 * @throws ArgumentError when there is none, or one is something else
 * @example
 * const x = hostArray(Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), [4, 2]);
 * const xor = fromArrays({ x, y: Int32Array.of(0, 1, 1, 0) });
 * for await (const batch of xor.shuffle().batch(2)) console.log(batch.x.shape, batch.y.data);
 */
export function fromArrays<const Arrays extends SampleArrays>(arrays: Arrays): DataPipeline<SampleOf<Arrays>> {
  const fields = Object.entries<HostArray | NumericArray>(arrays).map(([name, array]) => toField(name, array));
  const [first] = fields;
  if (first === undefined) {
    throw new ArgumentError({
      where: 'fromArrays',
      argument: 'arrays',
      expected: 'hold at least one',
      received: 'none',
    });
  }
  for (const { name, size } of fields) {
    if (size !== first.size) {
      throw new ShapeError({
        where: 'fromArrays',
        argument: name,
        expected: `have ${first.size} samples, as \`${first.name}\` has`,
        received: String(size),
      });
    }
  }
  const at = (index: number): SampleOf<Arrays> => {
    const sample = fields.map(({ name, data, shape, step }): [string, HostArray] => [
      name,
      hostArray(data.subarray(index * step, (index + 1) * step), shape),
    ]);
    return Object.fromEntries(sample) as SampleOf<Arrays>; // one for each name, of its array's kind
  };
  return new DataPipeline(randomAccess({ size: first.size, randomStages: 0, at }));
}

function toField(name: string, array: unknown) {
  const known: HostArray | undefined = isNumericArray(array)
    ? hostArray(array)
    : isHostArray(array)
      ? array
      : undefined;
  if (known === undefined) {
    const expected = 'be a host array, or a Float32Array, Int32Array or Uint8Array';
    throw new ArgumentError({ where: 'fromArrays', argument: name, expected, received: describe(array) });
  }
  const [size, ...shape] = known.shape;
  const step = sizeOf(shape);
  if (size === undefined || size * step !== known.data.length) {
    const expected = `have a sample axis and ${known.data.length} elements`;
    throw new ShapeError({ where: 'fromArrays', argument: name, expected, received: formatShape(known.shape) });
  }
  return { name, size, data: known.data, shape, step };
}
