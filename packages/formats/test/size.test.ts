import { FormatError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { readSafetensors, type SafetensorsEntry, writeSafetensors } from '../src/index.js';
import { codecs, dtypes } from '../src/internal/dtypes.js';

const LIMIT = 100_000_000;
/** What `{"__metadata__":{"a":""}}` takes beside the string. */
const AROUND = 25;

describe('files of any size', () => {
  it('are written and read with a string of metadata that fills the header to its limit', () => {
    const metadata = { a: 'x'.repeat(LIMIT - AROUND) };
    const bytes = writeSafetensors({ tensors: {}, metadata });
    expect(bytes.length).toBe(8 + LIMIT);
    // Not toEqual, which would print both.
    expect(readSafetensors(bytes).metadata.a === metadata.a).toBe(true);
  });

  it('are not written with more, whether it fits into a string or not', () => {
    const message =
      'writeSafetensors: `metadata` must fit with the names of the tensors into a header of 100000000 bytes; received ';
    const refused = (metadata: Record<string, string>): void =>
      expect(() => writeSafetensors({ tensors: {}, metadata })).toThrow(message);
    refused({ a: 'x'.repeat(LIMIT - AROUND + 1) });
    const text = 'x'.repeat(LIMIT);
    refused(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, text])));
  });

  it('are read with escapes, quotes and characters of several units by the million', () => {
    const metadata = { ['ö"\\\n😀'.repeat(300_000)]: '\u0001\\"😀é'.repeat(1_000_000), empty: '' };
    const { metadata: read } = readSafetensors(writeSafetensors({ tensors: {}, metadata }));
    expect(Object.keys(read).length).toBe(2);
    for (const [key, value] of Object.entries(metadata)) expect(read[key] === value).toBe(true);
  });

  it('are read with a hundred thousand tensors', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `layer ${i}`);
    const entry = { dtype: 'U8', shape: [], data: Uint8Array.of(1) } as const;
    const bytes = writeSafetensors({ tensors: Object.fromEntries(names.map((name) => [name, entry])) });
    expect(Object.keys(readSafetensors(bytes).tensors)).toHaveLength(names.length);
  });

  it.each(dtypes)('are written and read with a million elements of %s', (dtype) => {
    const ArrayOfDtype = codecs[dtype].array as unknown as new (length: number) => SafetensorsEntry['data'];
    const data = new ArrayOfDtype(1_000_000);
    data.fill((data instanceof BigInt64Array || data instanceof BigUint64Array ? 1n : 1) as never, 1);
    const tensors = { a: { dtype, shape: [1_000_000 / (codecs[dtype].numbers ?? 1)], data } as SafetensorsEntry };
    const read = readSafetensors(writeSafetensors({ tensors })).tensors.a!;
    expect(Buffer.compare(new Uint8Array(read.data.buffer), new Uint8Array(data.buffer))).toBe(0);
  });

  it('are refused with numbers and strings that never end, without running out of stack', () => {
    const refused = (header: string): void => {
      const bytes = new Uint8Array(8 + header.length);
      new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
      new TextEncoder().encodeInto(header, bytes.subarray(8));
      let caught: unknown;
      try {
        readSafetensors(bytes);
      } catch (error) {
        caught = error;
      }
      expect(caught).toBeInstanceOf(FormatError);
      expect((caught as FormatError).message.length).toBeLessThan(300);
    };
    const many = 10_000_000;
    refused(`{"a":{"shape":[${'9'.repeat(many)}]}}`);
    refused(`{"a":{"shape":[1${'0'.repeat(many)}.5]}}`);
    refused(`{"${'x'.repeat(many)}`);
    refused(`{"${'\\"'.repeat(many)}`);
    refused(`{"${'x'.repeat(many)}":{"dtype":"U8","other":1}}`);
    refused(`{"${'x'.repeat(many)}":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}`);
    refused(`{"a":{"dtype":"${'F'.repeat(many)}","shape":[],"data_offsets":[0,0]}}`);
    refused(`${'{'.repeat(many)}`);
  });
});
