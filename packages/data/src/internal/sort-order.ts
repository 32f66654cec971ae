import { pause } from './breathe.js';

/** Steps between two looks at the clock. */
const PIECE = 2 ** 16;
const DIGIT = 2 ** 16;
/** Digits of a float64. */
const DIGITS = 4;

/**
 * The indices of numbers in ascending order, equal ones in theirs, with pauses for the event loop: a radix sort of the
 * bits, because a comparison sort cannot pause.
 *
 * @param keys no NaN
 */
export async function sortOrder(keys: Float64Array): Promise<Uint32Array> {
  const words = new Uint16Array(keys.buffer, keys.byteOffset, keys.length * DIGITS);
  let order = new Uint32Array(keys.length);
  let next = new Uint32Array(keys.length);
  for (let i = 0; i < order.length; i++) {
    if (i % PIECE === 0) await pause();
    order[i] = i;
  }
  const starts = new Uint32Array(DIGIT);
  for (let digit = 0; digit < DIGITS; digit++) {
    // The bits of a float64 ascend with it, where those of negative numbers are turned round and -0 is 0.
    const digitOf = (i: number): number => {
      const top = words[i * DIGITS + DIGITS - 1]!;
      const word = words[i * DIGITS + digit]!;
      if (top < 0x8000 || keys[i] === 0) return digit === DIGITS - 1 ? (word & 0x7fff) | 0x8000 : word;
      return ~word & 0xffff;
    };
    starts.fill(0);
    for (let at = 0; at < order.length; at++) {
      if (at % PIECE === 0) await pause();
      starts[digitOf(order[at]!)]!++;
    }
    let before = 0;
    for (let value = 0; value < DIGIT; value++) {
      const count = starts[value]!;
      starts[value] = before;
      before += count;
    }
    for (let at = 0; at < order.length; at++) {
      if (at % PIECE === 0) await pause();
      const index = order[at]!;
      next[starts[digitOf(index)]!++] = index;
    }
    [order, next] = [next, order];
  }
  return order;
}
