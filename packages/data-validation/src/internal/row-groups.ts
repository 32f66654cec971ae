import type { Images, Part } from './part.js';

/** Which rows are equal. */
export type RowGroups = {
  /** Of each row of train and then test the first equal one, in the same counting: itself where there is none before. */
  readonly first: Int32Array;
};

const PRIME_1 = 0x85ebca6b;
const PRIME_2 = 0xc2b2ae35;

/** Groups rows that are equal in all columns that are compared, or images that are equal in all pixels. */
export function rowGroups(parts: readonly Part[], names: ReadonlySet<string>): RowGroups {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const hashes = [new Uint32Array(rows), new Uint32Array(rows)] as const;
  let start = 0;
  for (const part of parts) {
    if (part.images === undefined) hashColumns(part, names, hashes, start);
    else hashImages(part.images, hashes, start);
    start += part.rows;
  }
  return { first: firstOf(rows, hashes, equality(parts, names)) };
}

type Hashes = readonly [Uint32Array, Uint32Array];

/** The two halves of a number's bits; 0 and −0 are equal, and so are all NaN. */
const scratch = new Float64Array(1);
const bits = new Uint32Array(scratch.buffer);

function mix(hashes: Hashes, row: number, value: number): void {
  scratch[0] = Number.isNaN(value) ? Number.NaN : value + 0;
  const [low, high] = [bits[0]!, bits[1]!];
  const a = Math.imul(hashes[0][row]! ^ low, PRIME_1) + high;
  const b = Math.imul(hashes[1][row]! ^ high, PRIME_2) + low;
  hashes[0][row] = Math.imul(a ^ (a >>> 15), PRIME_2);
  hashes[1][row] = Math.imul(b ^ (b >>> 13), PRIME_1);
}

function hashColumns({ features, rows }: Part, names: ReadonlySet<string>, hashes: Hashes, start: number): void {
  for (const { name, values } of features) {
    if (!names.has(name)) continue;
    for (let row = 0; row < rows; row++) mix(hashes, start + row, values[row]!);
  }
}

function hashImages({ count, at }: Images, hashes: Hashes, start: number): void {
  for (let i = 0; i < count; i++) {
    const { data, shape } = at(i);
    for (const size of shape) mix(hashes, start + i, size);
    for (const value of data) mix(hashes, start + i, value);
  }
}

function equality(parts: readonly Part[], names: ReadonlySet<string>): (i: number, j: number) => boolean {
  const [train, test] = parts as readonly [Part, Part?];
  const place = (i: number): readonly [Part, number] => (i < train.rows ? [train, i] : [test!, i - train.rows]);
  if (train.images !== undefined) {
    return (i, j) => {
      const [a, b] = [i, j].map((one) => {
        const [part, row] = place(one);
        return part.images!.at(row);
      }) as [ReturnType<Images['at']>, ReturnType<Images['at']>];
      return a.shape.every((size, axis) => size === b.shape[axis]) && a.data.every((value, k) => value === b.data[k]);
    };
  }
  const columns = parts.map(({ features }) =>
    features.filter(({ name }) => names.has(name)).map(({ values }) => values),
  );
  return (i, j) => {
    const [own, others] = [i, j].map((one) => columns[one < train.rows ? 0 : 1]!) as [Float64Array[], Float64Array[]];
    const [a, b] = [place(i)[1], place(j)[1]];
    return own.every((values, column) => Object.is(values[a]! + 0, others[column]![b]! + 0));
  };
}

/** A hash table of rows with open addressing. */
function firstOf(rows: number, [one, two]: Hashes, equal: (i: number, j: number) => boolean): Int32Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, rows) * 1.5));
  const slots = new Int32Array(size).fill(-1);
  const first = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let slot = (one[row]! ^ (two[row]! >>> 7)) & (size - 1);
    let found = row;
    for (let other = slots[slot]!; other >= 0; other = slots[slot]!) {
      if (one[other] === one[row] && two[other] === two[row] && equal(other, row)) {
        found = other;
        break;
      }
      slot = (slot + 1) & (size - 1);
    }
    if (found === row) slots[slot] = row;
    first[row] = found;
  }
  return first;
}
