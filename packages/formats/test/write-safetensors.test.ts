import { ArgumentError } from '@neurite/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, type SafetensorsEntry, writeSafetensors } from '../src/index.js';
import { bytesOf, cases, spellContent } from './fixture-cases.js';

const size = fc.integer({ min: 0, max: 3 });

const entry: fc.Arbitrary<SafetensorsEntry> = fc
  .tuple(
    fc.array(size, { maxLength: 4 }),
    fc.constantFrom('F64', 'F32', 'I64', 'I32', 'I16', 'I8', 'U64', 'U32', 'U16', 'U8', 'BOOL', 'F16', 'BF16'),
    fc.nat(),
  )
  .map(([shape, dtype, start]) => {
    const arrays = {
      F64: Float64Array,
      I32: Int32Array,
      I16: Int16Array,
      I8: Int8Array,
      U32: Uint32Array,
      U16: Uint16Array,
    };
    const length = shape.reduce((product, axis) => product * axis, 1);
    const numbers = Array.from({ length }, (_, i) => (start + i * 37) % 128);
    if (dtype === 'I64') return { dtype, shape, data: BigInt64Array.from(numbers, BigInt) };
    if (dtype === 'U64') return { dtype, shape, data: BigUint64Array.from(numbers, BigInt) };
    if (dtype === 'U8') return { dtype, shape, data: Uint8Array.from(numbers) };
    if (dtype === 'BOOL') return { dtype, shape, data: Uint8Array.from(numbers, (value) => value % 2) };
    if (dtype === 'F32' || dtype === 'F16' || dtype === 'BF16')
      return { dtype, shape, data: Float32Array.from(numbers) };
    return { dtype, shape, data: arrays[dtype].from(numbers) } as SafetensorsEntry; // the array of this dtype
  });

const name = fc.string({ unit: 'binary', maxLength: 8 }).filter((text) => text !== '__metadata__');

describe('writeSafetensors', () => {
  it.each(cases)('writes the bytes of the reference library: $name', (example) => {
    const bytes = bytesOf(example);
    expect(Buffer.from(writeSafetensors(readSafetensors(bytes))).toString('latin1')).toBe(
      Buffer.from(bytes).toString('latin1'),
    );
  });

  it('rounds float32 to half floats as torch does', () => {
    const { tensors } = readSafetensors(bytesOf(cases.find((example) => example.name === 'float32 rounded to half')!));
    const { shape, data } = tensors.F32 as SafetensorsEntry & { dtype: 'F32' };
    const written = readSafetensors(
      writeSafetensors({ tensors: { F16: { dtype: 'F16', shape, data }, BF16: { dtype: 'BF16', shape, data } } }),
    );
    expect(written.tensors.F16).toEqual(tensors.F16);
    expect(written.tensors.BF16).toEqual(tensors.BF16);
    expect(data.some((value, i) => value !== tensors.F16!.data[i])).toBe(true);
  });

  it('rounds float32 to floats of 8 bits as ml_dtypes does', () => {
    const { tensors } = readSafetensors(
      bytesOf(cases.find((example) => example.name === 'float32 rounded to 8 bits')!),
    );
    const { shape, data } = tensors.F32 as SafetensorsEntry & { dtype: 'F32' };
    for (const dtype of ['F8_E4M3', 'F8_E5M2'] as const) {
      const written = readSafetensors(writeSafetensors({ tensors: { a: { dtype, shape, data } } }));
      expect(written.tensors.a).toEqual(tensors[dtype]);
    }
    const large = Float32Array.of(465, -465, 61439, 61440, -61440, Infinity, -Infinity, NaN);
    const bytes = (dtype: 'F8_E4M3' | 'F8_E5M2') =>
      writeSafetensors({ tensors: { a: { dtype, shape: [8], data: large } } }).slice(-8);
    expect([...bytes('F8_E4M3')]).toEqual([0x7f, 0xff, 0x7f, 0x7f, 0xff, 0x7f, 0xff, 0x7f]);
    expect([...bytes('F8_E5M2')]).toEqual([0x5f, 0xdf, 0x7b, 0x7c, 0xfc, 0x7c, 0xfc, 0x7e]);
  });

  it('keeps every half float, NaN too', () => {
    const all = Uint16Array.from({ length: 65536 }, (_, i) => i);
    for (const dtype of ['F16', 'BF16'] as const) {
      const header = `{"a":{"dtype":"${dtype}","shape":[65536],"data_offsets":[0,131072]}}`.padEnd(64);
      const bytes = new Uint8Array(8 + 64 + 131072);
      bytes[0] = 64;
      bytes.set(new TextEncoder().encode(header), 8);
      bytes.set(new Uint8Array(all.buffer), 72);
      const again = new Uint16Array(writeSafetensors(readSafetensors(bytes)).slice(72).buffer);
      const infinity = dtype === 'F16' ? 0x7c00 : 0x7f80;
      for (const half of all) {
        const isNan = (bits: number): boolean => (bits & 0x7fff) > infinity;
        if (isNan(half) ? !isNan(again[half]!) : again[half] !== half) expect(again[half]).toBe(half);
      }
    }
  });

  it('writes what readSafetensors gives back', () => {
    const content = fc.record({
      tensors: fc.dictionary(name, entry, { maxKeys: 6 }),
      metadata: fc.dictionary(name, fc.string({ unit: 'binary' }), { maxKeys: 4 }),
    });
    fc.assert(
      fc.property(content, (original) => {
        const bytes = writeSafetensors(original);
        const read = readSafetensors(bytes);
        expect(spellContent(read)).toEqual(spellContent(original));
        expect(writeSafetensors(read)).toEqual(bytes);
        expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('writes a view of a larger array without its surroundings', () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    const bytes = writeSafetensors({ tensors: { a: { dtype: 'F32', shape: [2], data } } });
    expect(readSafetensors(bytes).tensors.a?.data).toEqual(Float32Array.of(2, 3));
  });

  const data = Float32Array.of(1, 2);
  it.each([
    [{ a: { dtype: 'F32', shape: [3], data } }, '`tensor "a"` must have a shape of 2 elements; received [3].'],
    [
      { a: { dtype: 'F32', shape: [-1, -2], data } },
      '`tensor "a"` must have a shape of 2 elements; received [batch, batch].',
    ],
    [
      { a: { dtype: 'I32', shape: [2], data } },
      '`tensor "a"` must hold its I32 data in a Int32Array; received a Float32Array.',
    ],
    [
      { a: { dtype: 'F8', shape: [2], data } },
      '`tensor "a"` must have one of the dtypes U64, I64, F64, C64, F32, U32, I32, BF16, F16, U16, I16, F8_E4M3, F8_E5M2, I8, U8, BOOL; received F8.',
    ],
    [{ a: { dtype: 'C64', shape: [2], data } }, '`tensor "a"` must have a shape of 1 elements; received [2].'],
    [
      { a: { dtype: 'BOOL', shape: [1], data: Uint8Array.of(2) } },
      '`tensor "a"` must hold 0 and 1 alone, because its dtype is BOOL; received another number.',
    ],
    [
      { __metadata__: { dtype: 'F32', shape: [2], data } },
      '`tensors` must have names that are Unicode and not __metadata__; received "__metadata__".',
    ],
    [
      { '\ud800': { dtype: 'F32', shape: [2], data } },
      '`tensors` must have names that are Unicode and not __metadata__; received "\\ud800".',
    ],
  ])('refuses %o', (tensors, message) => {
    const act = (): unknown => writeSafetensors({ tensors: tensors as unknown as Record<string, SafetensorsEntry> });
    expect(act).toThrow(ArgumentError);
    expect(act).toThrow(`writeSafetensors: ${message}`);
  });

  it('refuses metadata that is not text', () => {
    const metadata = { epoch: 4 } as unknown as Record<string, string>;
    expect(() => writeSafetensors({ tensors: {}, metadata })).toThrow(
      'writeSafetensors: `metadata` must have Unicode strings by name; received "epoch": 4.',
    );
  });
});
