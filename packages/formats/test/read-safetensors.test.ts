import { FormatError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../src/index.js';
import { bytesOf, cases, spell, spellContent } from './fixture-cases.js';

function file(header: string, body: Uint8Array | number = 0, headerBytes?: bigint): Uint8Array {
  const text = new TextEncoder().encode(header);
  const data = typeof body === 'number' ? new Uint8Array(body) : body;
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, headerBytes ?? BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
}

const scalar = '"dtype":"U8","shape":[]';

describe('readSafetensors', () => {
  it.each(cases)('reads what the reference library wrote: $name', (example) => {
    const { tensors, metadata } = example;
    const expected = Object.entries(tensors).map(([name, { dtype, shape, data }]) => {
      return [name, { dtype, shape, data: data.map(spell) }];
    });
    expect(spellContent(readSafetensors(bytesOf(example)))).toEqual({
      tensors: Object.fromEntries(expected),
      metadata,
    });
  });

  it('keeps names that mean something to JavaScript as plain keys', () => {
    const { tensors } = readSafetensors(bytesOf(cases.find(({ name }) => name === 'names')!));
    expect(Object.keys(tensors)).toContain('__proto__');
    expect(Object.getPrototypeOf(tensors)).toBe(Object.prototype);
  });

  it('reads a tensor at an odd offset, from a view into a larger buffer', () => {
    const header =
      '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}, "b":{"data_offsets":[1,5],"dtype":"F32","shape":[1]}}\n';
    const bytes = file(header, new Uint8Array([9, 0, 0, 0x80, 0x3f]));
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    const { tensors } = readSafetensors(larger.subarray(3));
    expect(tensors.b).toEqual({ dtype: 'F32', shape: [1], data: Float32Array.of(1) });
    larger.fill(0);
    expect(tensors.b?.data[0]).toBe(1);
  });

  it('takes whitespace in the header and after it', () => {
    expect(readSafetensors(file('{ "__metadata__" : { "a" : "b" } }   \n'))).toEqual({
      tensors: {},
      metadata: { a: 'b' },
    });
  });

  it.each([
    [
      'an empty file',
      new Uint8Array(),
      '`bytes` must have at least the 8 bytes of the header length; received 0 bytes',
    ],
    ['a length beyond the file', file('{}', 0, 3n), '`header length` must be at most 2 in this file; received 3'],
    [
      'a length beyond 2⁵³',
      file('{}', 0, 2n ** 64n - 1n),
      '`header length` must be at most 2 in this file; received 18446744073709551615',
    ],
    ['no header', file(''), '`header` must begin with { at character 0; received its end'],
    ['a space before', file(' {}'), '`header` must begin with { at character 0; received " {}"'],
    ['a byte order mark', file('\ufeff{}'), '`header` must begin with { at character 0; received "\ufeff{}"'],
    ['more after the end', file('{}{}'), '`header` must end after its closing } at character 2; received "{}"'],
    ['an end too early', file('{"a":'), '`header` must have { at character 5; received its end'],
    [
      'a comma too many',
      file('{"__metadata__":{"a":"b",}}'),
      '`header` must have a string at character 25; received "}}"',
    ],
    ['bytes that are not UTF-8', corrupt(file('{"abc":1}'), 10, 0xff), '`header` must be UTF-8; received other bytes'],
    [
      'half a surrogate pair',
      file('{"\\ud800":{}}'),
      '`header` must have strings that are Unicode at character 9; received ":{}}"',
    ],
    [
      'metadata that is not text',
      file('{"__metadata__":{"a":1}}'),
      '`header` must have a string at character 21; received "1}}"',
    ],
    [
      'a name twice',
      file(`{"a":{${scalar},"data_offsets":[0,1]},"a":{${scalar},"data_offsets":[0,1]}}`, 1),
      '`header` must have the key "a" once at character 55; received ":{\\"dtype\\":\\"U8\\",\\"shap"',
    ],
    [
      'a field twice',
      file('{"a":{"dtype":"U8","dtype":"U8"}}'),
      '`header` must have the key "dtype" once at character 26; received ":\\"U8\\"}}"',
    ],
    [
      'an unknown field',
      file('{"a":{"type":"U8"}}'),
      '`header` must have no field "type" in tensor "a" at character 13; received "\\"U8\\"}}"',
    ],
    [
      'a field too few',
      file('{"a":{"dtype":"U8","shape":[]}}'),
      '`header` must have dtype, shape and two data_offsets for tensor "a" at character 30; received "}"',
    ],
    [
      'three offsets',
      file(`{"a":{${scalar},"data_offsets":[0,1,1]}}`, 1),
      '`header` must have dtype, shape and two data_offsets for tensor "a" at character 53; received "}"',
    ],
    [
      'a negative size',
      file('{"a":{"shape":[-1]}}'),
      '`header` must have an integer of at least 0 at character 15; received "-1]}}"',
    ],
    [
      'a size with a point',
      file('{"a":{"shape":[1.0]}}'),
      '`header` must have an integer of at least 0 at character 15; received "1.0]}}"',
    ],
    [
      'a size beyond 2⁵³',
      file('{"a":{"shape":[9007199254740993]}}'),
      '`header` must have integers below 2⁵³ at character 31; received "]}}"',
    ],
    [
      'offsets beyond the data',
      file('{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}', 1),
      '`tensor "a"` must lie within the 1 bytes of data; received offsets 0 to 2',
    ],
    [
      'offsets the wrong way round',
      file('{"a":{"dtype":"U8","shape":[0],"data_offsets":[1,0]}}', 1),
      '`tensor "a"` must lie within the 1 bytes of data; received offsets 1 to 0',
    ],
    [
      'a shape of other size',
      file('{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,4]}}', 4),
      '`tensor "a"` must have 24 bytes for F32 of shape [2, 3]; received 4',
    ],
    [
      'a shape whose product passes 2⁶⁴ and comes back to 0',
      file('{"a":{"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]}}'),
      '`tensor "a"` must have 18446744073709551616 bytes for U8 of shape [4294967296, 4294967296]; received 0',
    ],
    [
      'an overlap',
      file(
        '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
        3,
      ),
      '`tensor "b"` must begin at byte 2, where the previous one ends; received 1',
    ],
    [
      'a hole',
      file(`{"a":{${scalar},"data_offsets":[1,2]}}`, 2),
      '`tensor "a"` must begin at byte 0, where the previous one ends; received 1',
    ],
    [
      'bytes that belong to nothing',
      file(`{"a":{${scalar},"data_offsets":[0,1]}}`, 2),
      '`bytes` must end after 1 bytes of data; received 2 bytes of data',
    ],
    [
      'a bool that is neither 0 nor 1',
      file('{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}', Uint8Array.of(1, 0, 2)),
      '`tensor "a"` must hold 0 and 1 alone, because its dtype is BOOL; received 2 for element 2',
    ],
  ])('refuses %s', (_, bytes, message) => {
    const advice = 'The file is damaged, or is not a safetensors file.';
    const act = (): unknown => readSafetensors(bytes);
    expect(act).toThrow(FormatError);
    expect(act).toThrow(`readSafetensors: ${message}. ${advice}`);
  });

  it.each([
    ['F8_E4M3', [0x7f, 0xff]],
    ['F8_E5M2', [0x7d, 0x7e, 0x7f, 0xfd, 0xfe, 0xff]],
  ])('reads every NaN of %s', (dtype, bytes) => {
    const header = `{"a":{"dtype":"${dtype}","shape":[${bytes.length}],"data_offsets":[0,${bytes.length}]}}`;
    const { data } = readSafetensors(file(header, Uint8Array.from(bytes))).tensors.a!;
    expect([...data]).toEqual(bytes.map(() => Number.NaN));
  });

  it('does not call a file damaged that has a dtype it does not read', () => {
    expect(() => readSafetensors(file('{"a":{"dtype":"F8_E8M0","shape":[],"data_offsets":[0,1]}}', 1))).toThrow(
      'readSafetensors: `tensor "a"` must have one of the dtypes U64, I64, F64, C64, F32, U32, I32, BF16, F16, U16, I16, ' +
        'F8_E4M3, F8_E5M2, I8, U8, BOOL; received "F8_E8M0". Convert the tensor to one of them where the file was made.',
    );
  });

  it('refuses a deep or long header without running out of stack or time', () => {
    expect(() => readSafetensors(file(`{"a":${'{"a":'.repeat(100_000)}`))).toThrow(FormatError);
    expect(() => readSafetensors(file(`{"a":{"shape":${'['.repeat(100_000)}`))).toThrow(FormatError);
    expect(() => readSafetensors(file(`{"${'\\u0041'.repeat(100_000)}`))).toThrow(FormatError);
    expect(() => readSafetensors(file(`{"a":{"shape":[${'9'.repeat(100_000)}`))).toThrow(FormatError);
    expect(readSafetensors(file(`{"__metadata__":{"${'x'.repeat(2_000_000)}":"y"}}`)).metadata).toBeDefined();
  });
});

function corrupt(bytes: Uint8Array, at: number, value: number): Uint8Array {
  bytes[at] = value;
  return bytes;
}
