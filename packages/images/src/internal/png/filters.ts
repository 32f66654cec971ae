/**
 * A PNG holds each line as differences to what its filter predicts from the bytes to the left, above, and above left,
 * each 0 outside of the pass: 0 predicts nothing, 1 the left, 2 the one above, 3 their mean, 4 Paeth's choice. Each
 * filter has a loop of its own: a choice per byte takes three times as long.
 *
 * @see https://www.w3.org/TR/png-3/#9Filters
 */
export const FILTERS = 5;

/** A line, the line above, and how many bytes lie between a byte and the one to its left. */
export type Line = { readonly line: Uint8Array; readonly above: Uint8Array; readonly step: number };

/** Turns differences into the bytes of the line, in place. */
export function unfilter(filter: number, { line, above, step }: Line): void {
  const { length } = line;
  // Of the first pixel, what is to the left is 0: filter 1 predicts nothing, filter 4 the byte above.
  switch (filter) {
    case 1:
      for (let i = step; i < length; i++) line[i]! += line[i - step]!;
      break;
    case 2:
      for (let i = 0; i < length; i++) line[i]! += above[i]!;
      break;
    case 3:
      for (let i = 0; i < step; i++) line[i]! += above[i]! >> 1;
      for (let i = step; i < length; i++) line[i]! += (line[i - step]! + above[i]!) >> 1;
      break;
    case 4:
      for (let i = 0; i < step; i++) line[i]! += above[i]!;
      for (let i = step; i < length; i++) line[i]! += paeth(line[i - step]!, above[i]!, above[i - step]!);
  }
}

/** Writes the differences of a line to `out`. */
export function filterTo(out: Uint8Array, filter: number, { line, above, step }: Line): void {
  const { length } = line;
  out.set(line);
  switch (filter) {
    case 1:
      for (let i = step; i < length; i++) out[i]! -= line[i - step]!;
      break;
    case 2:
      for (let i = 0; i < length; i++) out[i]! -= above[i]!;
      break;
    case 3:
      for (let i = 0; i < step; i++) out[i]! -= above[i]! >> 1;
      for (let i = step; i < length; i++) out[i]! -= (line[i - step]! + above[i]!) >> 1;
      break;
    case 4:
      for (let i = 0; i < step; i++) out[i]! -= above[i]!;
      for (let i = step; i < length; i++) out[i]! -= paeth(line[i - step]!, above[i]!, above[i - step]!);
  }
}

/** The neighbour closest to left + above − aboveLeft. */
function paeth(left: number, above: number, aboveLeft: number): number {
  const toLeft = Math.abs(above - aboveLeft);
  const toAbove = Math.abs(left - aboveLeft);
  const toAboveLeft = Math.abs(left + above - 2 * aboveLeft);
  if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
  return toAbove <= toAboveLeft ? above : aboveLeft;
}
