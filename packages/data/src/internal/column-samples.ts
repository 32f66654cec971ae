import { ArgumentError, type HostArray, hostArray } from '@neurite/core';
import { type RandomAccess, randomAccess } from './source.js';

type NamedValues = { readonly name: string; readonly values: Float64Array };

/** A field of a sample: columns side by side, or the number of one. */
export type SampleField = {
  readonly name: string;
  readonly columns: readonly (NamedValues & { readonly type: string })[];
  readonly isScalar: boolean;
};

type Indices = Uint32Array | Float64Array;

/** Samples of columns, gathered column by column into batches, without an object for a row. */
export function columnSamples(size: number, fields: readonly SampleField[]): RandomAccess<Record<string, HostArray>> {
  const gather = (indices: Indices): Record<string, HostArray> =>
    Object.fromEntries(
      fields.map(({ name, columns, isScalar }) => {
        if (!isScalar) return [name, floatsOf(columns, indices, [columns.length])];
        const [column] = columns as [SampleField['columns'][number]]; // of a scalar
        return [name, column.type === 'number' ? floatsOf(columns, indices, []) : integersOf(column, indices)];
      }),
    );
  const at = (index: number): Record<string, HostArray> => {
    const batch = Object.entries(gather(Float64Array.of(index)));
    return Object.fromEntries(batch.map(([name, { data, shape }]) => [name, hostArray(data, shape.slice(1))]));
  };
  return randomAccess({ size, randomStages: 0, at, gather });
}

/** Columns side by side as float32, one row for each index. */
export function floatsOf(
  columns: readonly NamedValues[],
  indices: Indices,
  shape: readonly number[],
): HostArray<'float32'> {
  const width = columns.length;
  const data = new Float32Array(indices.length * width);
  for (const [c, { name, values }] of columns.entries()) {
    for (let row = 0, to = c; row < indices.length; row++, to += width) {
      const value = values[indices[row]!]!;
      data[to] = value;
      // Rounded it may be, infinite only if it was.
      if (Math.abs(data[to]!) === Number.POSITIVE_INFINITY && Number.isFinite(value)) {
        throw unfit(name, 'be at most 3.4e38, the largest of float32', { value, row: indices[row]! });
      }
    }
  }
  return hostArray(data, [indices.length, ...shape]);
}

function integersOf({ name, values }: NamedValues, indices: Indices): HostArray<'int32'> {
  const data = new Int32Array(indices.length);
  for (let row = 0; row < indices.length; row++) {
    const value = values[indices[row]!]!;
    data[row] = value;
    if (data[row] !== value) throw unfit(name, 'be integers of 32 bits', { value, row: indices[row]! });
  }
  return hostArray(data);
}

function unfit(
  name: string,
  expected: string,
  { value, row }: { readonly value: number; readonly row: number },
): ArgumentError {
  const isMissing = Number.isNaN(value);
  return new ArgumentError({
    where: `samples (column '${name}')`,
    argument: 'values',
    expected,
    received: `${isMissing ? 'a missing one' : value} in row ${row}`,
    ...(isMissing && { advice: 'Leave such rows out, or impute what is missing' }),
  });
}
