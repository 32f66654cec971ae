import { inStrips, stripOf } from './in-strips.js';
import { openKernels, roomFor, WORTH_A_KERNEL } from './kernels.js';

/**
 * Each byte through a table of 256, by WebAssembly.
 *
 * @param map what the table was made of, from 0 to 1
 * @returns false where it is not worth the way there, or there are no kernels, and nothing is written
 */
export function mapBytes(
  data: Uint8Array,
  { table, map }: { readonly table: Uint8Array; readonly map: (value: number) => number },
  to: Uint8Array,
): boolean {
  if (data.length < WORTH_A_KERNEL) return false;
  const strip = stripOf(1, data.length);
  const memory = openKernels(roomFor(table.length) + roomFor(strip));
  if (memory === undefined) return false;
  const [own, values] = [memory.bytes(table.length), memory.bytes(strip)];
  own.set(table);
  const line = lineOf(map, table);
  const { mapBytes: byTable, scaleBytes } = memory.kernels;
  const change = (length: number): void =>
    line === undefined
      ? byTable(values.byteOffset, length, own.byteOffset)
      : scaleBytes(values.byteOffset, length, line.scale, line.shift);
  inStrips(data, to, { from: values, target: values, change });
  return true;
}

/** What `scaleBytes` takes. */
type Line = { readonly scale: number; readonly shift: number };

/** Binary places of a line. */
const LINE_BITS = 20;
/** So much of a line fits in integers of 32 bits. */
const MOST_OF_LINE = 2 ** (31 - LINE_BITS);

/** The line that a map is, where it gives all values of the table: one product is a third of the work of a table. */
function lineOf(map: (value: number) => number, table: Uint8Array): Line | undefined {
  const [first, last] = [255 * map(0), 255 * map(1)];
  if (!(Math.max(Math.abs(first), Math.abs(last)) < MOST_OF_LINE - 1)) return undefined;
  const scale = Math.round(((last - first) / 255) * 2 ** LINE_BITS);
  const shift = Math.round((first + 0.5) * 2 ** LINE_BITS);
  const same = table.every((value, i) => value === clipByte((scale * i + shift) / 2 ** LINE_BITS));
  return same ? { scale, shift } : undefined;
}

function clipByte(value: number): number {
  return Math.min(Math.max(Math.floor(value), 0), 255);
}
