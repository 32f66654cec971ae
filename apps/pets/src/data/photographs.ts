import type { HostArray } from '@neurite/core';
import { ArgumentError } from '@neurite/core/errors';
import { split } from '@neurite/data';
import type { ImageFolder } from '@neurite/data/image-folder';
import { type ImageParts, imageParts } from '@neurite/data/image-parts';
import { type Options, QUICK_PHOTOGRAPHS } from '../settings.js';
import { type Fault, faultsOf, refuseFaults } from './faults.js';

/** Photographs of one part, all in memory. */
export type Part = {
  /** uint8 [photographs, size, size, 3]. */
  readonly x: HostArray<'uint8'>;
  /** The class of each, int32 [photographs]. */
  readonly y: HostArray<'int32'>;
  readonly files: readonly string[];
};

export type Photographs = {
  readonly classes: readonly string[];
  readonly train: Part;
  /** What the temperature is chosen with, and the curves are drawn with. */
  readonly validation: Part;
  readonly test: Part;
  readonly faults: readonly Fault[];
};

/** Height and width below which nobody sees what a photograph shows. */
const SMALLEST = 8;
/** Shares of a folder without parts, and of one whose test part is given. */
const SHARES = { whole: { train: 0.75, validation: 0.05, test: 0.2 }, divided: { train: 0.95, validation: 0.05 } };

/**
 * Reads all photographs of a folder, and divides them: each class in its share of each part, the same for one seed.
 *
 * @throws ArgumentError and FormatError as `imageParts`; ArgumentError for faults that are to be refused, and where a part
 *   has no photographs of a class
 */
export async function loadPhotographs({
  data,
  faults: wish,
  size,
  seed,
  quick,
}: PhotographOptions): Promise<Photographs> {
  const found = await imageParts(data, { size, smallest: SMALLEST, corrupt: 'skip', emptyClasses: 'skip' });
  const { classes, train, test } = found;
  const faults = [
    ...faultsOf(train, test === undefined ? data : `${data}/train`),
    ...(test === undefined ? [] : faultsOf(test, `${data}/test`)),
  ];
  if (wish === 'refuse') refuseFaults(data, faults);
  const parts = await divide(found, { seed, quick });
  for (const [name, { y }] of Object.entries(parts)) checkClasses(data, { name, y, classes });
  return { classes, ...parts, faults };
}

export type PhotographOptions = Pick<Options, 'data' | 'faults' | 'size' | 'seed' | 'quick'>;

async function divide(
  { train, test, classes }: ImageParts,
  { seed, quick }: Pick<Options, 'seed' | 'quick'>,
): Promise<Record<'train' | 'validation' | 'test', Part>> {
  const limit = (part: Part): Part => (quick ? fewOf(part, classes.length) : part);
  const whole = limit(await read(train));
  const options = { seed, stratify: ({ row }: Row) => whole.y.data[row.data[0]!]! };
  const rows = { row: Int32Array.from(whole.y.data.keys()) };
  if (test === undefined) {
    const parts = await split(rows, SHARES.whole, options);
    return {
      train: await take(whole, parts.train),
      validation: await take(whole, parts.validation),
      test: await take(whole, parts.test),
    };
  }
  const parts = await split(rows, SHARES.divided, options);
  return {
    train: await take(whole, parts.train),
    validation: await take(whole, parts.validation),
    test: limit(await read(test)),
  };
}

type Row = { readonly row: { readonly data: ArrayLike<number> } };

async function read({ data, files }: ImageFolder): Promise<Part> {
  return { ...(await data.batch(files.length).at(0)), files };
}

async function take(part: Part, rows: AsyncIterable<Row>): Promise<Part> {
  const chosen: number[] = [];
  for await (const { row } of rows) chosen.push(row.data[0]!);
  return rowsOf(
    part,
    chosen.sort((a, b) => a - b),
  );
}

/** Some photographs of a part. */
export function rowsOf({ x, y, files }: Part, rows: readonly number[]): Part {
  const [, ...shape] = x.shape;
  const size = shape.reduce((product, length) => product * length, 1);
  const data = new Uint8Array(rows.length * size);
  for (const [to, from] of rows.entries()) data.set(x.data.subarray(from * size, (from + 1) * size), to * size);
  return {
    x: { ...x, data, shape: [rows.length, ...shape] },
    y: { ...y, data: Int32Array.from(rows, (row) => y.data[row]!), shape: [rows.length] },
    files: rows.map((row) => files[row]!),
  };
}

/** The first photographs of each class. */
function fewOf(part: Part, classes: number): Part {
  const rows = Array.from({ length: classes }, (_, label) =>
    [...part.y.data.keys()].filter((row) => part.y.data[row] === label).slice(0, QUICK_PHOTOGRAPHS),
  );
  return rowsOf(part, rows.flat());
}

function checkClasses(
  where: string,
  { name, y, classes }: { readonly name: string; readonly y: HostArray<'int32'>; readonly classes: readonly string[] },
): void {
  const missing = classes.find((_, label) => !y.data.includes(label));
  if (missing === undefined) return;
  throw new ArgumentError({
    where,
    problem: `there are too few photographs of ${missing}: none is left for the ${name} part`,
    advice: 'Give at least 20 of each class',
  });
}
