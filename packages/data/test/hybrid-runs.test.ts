import { describe, expect, it } from 'vitest';
import { HybridRuns } from '../src/internal/parquet/hybrid-runs.js';

/** A run of repeated values, then a packed one of the values, both as the format has them. */
function encode(width: number, repeated: { readonly value: number; readonly count: number }, packed: Int32Array) {
  const bytes = [repeated.count << 1];
  for (let i = 0; i < Math.ceil(width / 8); i++) bytes.push((repeated.value >>> (8 * i)) & 0xff);
  bytes.push(((packed.length / 8) << 1) | 1);
  const bits = Array.from(packed, (value) => Array.from({ length: width }, (_, i) => (value >>> i) & 1)).flat();
  for (let i = 0; i < bits.length; i += 8)
    bytes.push(bits.slice(i, i + 8).reduce((sum, bit, k) => sum | (bit << k), 0));
  return Uint8Array.from(bytes);
}

describe('HybridRuns', () => {
  it.each(Array.from({ length: 33 }, (_, width) => width))('reads integers of %i bits, in pieces', (width) => {
    const mask = width === 32 ? -1 : (1 << width) - 1;
    const value = 0x9e3779b9 & mask;
    const packed = Int32Array.from({ length: 24 }, (_, i) => Math.imul(i + 1, 0x85ebca6b) & mask);
    const runs = new HybridRuns(Uint8Array.of(7, ...encode(width, { value, count: 20 }, packed)), 1, width);
    const all: number[] = [];
    const out = new Int32Array(7);
    for (let left = 44; left > 0; left -= 7) {
      const count = Math.min(7, left);
      runs.read(out, count);
      all.push(...out.subarray(0, count));
    }
    expect(all).toEqual([...Array<number>(20).fill(value), ...packed]);
    if (width > 0) expect(() => runs.read(out, 1)).toThrow(new RangeError('a page ends before its values do'));
  });

  it('reads a packed run whose last group was cut off', () => {
    const runs = new HybridRuns(Uint8Array.of((1 << 1) | 1, 0b0110), 0, 4);
    const out = new Int32Array(2);
    runs.read(out, 2);
    expect([...out]).toEqual([6, 0]);
    expect(() => runs.read(out, 1)).toThrow(RangeError);
  });
});
