/** Codes have at most 12 bits. */
const MOST_CODES = 4096;

/**
 * Inflates the indices of a frame of a GIF image (LZW with codes of growing size).
 *
 * @param bits of an index
 * @param length the number of indices
 * @param fail makes the error for a problem in words
 */
export function inflateCodes(
  data: Uint8Array,
  { bits, length, fail }: { readonly bits: number; readonly length: number; readonly fail: (problem: string) => Error },
): Uint8Array {
  if (bits < 1 || bits > 8) throw fail(`a frame of the GIF image has indices of ${bits} bits`);
  const clear = 2 ** bits;
  const end = clear + 1;
  // The run of a code is that of its prefix and one index more.
  const prefixes = new Uint16Array(MOST_CODES);
  const lasts = new Uint8Array(MOST_CODES);
  const lengths = new Uint32Array(MOST_CODES).fill(1, 0, clear);
  for (let code = 0; code < clear; code++) lasts[code] = code;
  const result = new Uint8Array(length);
  let [size, next, previous, filled, held, heldBits] = [bits + 1, end + 1, -1, 0, 0, 0];
  /** Writes the run of a code from its end to its beginning. */
  const write = (code: number): number => {
    let at = filled + lengths[code]! - 1;
    let one = code;
    for (; at > filled; at--, one = prefixes[one]!) if (at < length) result[at] = lasts[one]!;
    if (at < length) result[at] = lasts[one]!;
    filled += lengths[code]!;
    return lasts[one]!;
  };
  for (const byte of data) {
    held |= byte << heldBits;
    heldBits += 8;
    while (heldBits >= size) {
      const code = held & (2 ** size - 1);
      held >>>= size;
      heldBits -= size;
      if (code === end || filled >= length) return filled >= length ? result : cutOff(fail);
      if (code === clear) {
        [size, next, previous] = [bits + 1, end + 1, -1];
        continue;
      }
      if (code > next || (code === next && previous < 0))
        throw fail('the data of a frame of the GIF image are damaged');
      // A code that is not known yet is the run before it, followed by the first index of that run.
      const isNew = code === next;
      const first = write(isNew ? previous : code);
      if (isNew && filled < length) result[filled] = first;
      if (isNew) filled++;
      if (previous >= 0 && next < MOST_CODES) {
        prefixes[next] = previous;
        lasts[next] = first;
        lengths[next] = lengths[previous]! + 1;
        next++;
        if (next === 2 ** size && size < 12) size++;
      }
      previous = code;
    }
  }
  return filled >= length ? result : cutOff(fail);
}

function cutOff(fail: (problem: string) => Error): never {
  throw fail('a frame of the GIF image is cut off');
}
