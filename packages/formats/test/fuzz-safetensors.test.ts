import { FormatError } from '@neurite/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readSafetensors, type SafetensorsContent, writeSafetensors } from '../src/index.js';
import { bytesOf, cases, spellContent } from './fixture-cases.js';

const originals = cases.map(bytesOf);

type Mutation = (bytes: Uint8Array) => Uint8Array;

// Not fc.double, which mostly draws numbers close to 0.
const position = fc.integer({ min: 0, max: 9_999 }).map((value) => value / 10_000);

/** Most mutations aim at the length and the header, where the danger is. */
function at(bytes: Uint8Array, where: number): number {
  const header = Math.min(bytes.length, 8 + (bytes[0] ?? 0) + 256 * (bytes[1] ?? 0));
  return Math.floor(where * (where > 0.7 ? bytes.length : header));
}

function splice(bytes: Uint8Array, start: number, remove: number, insert: Uint8Array): Uint8Array {
  return new Uint8Array([...bytes.subarray(0, start), ...insert, ...bytes.subarray(start + remove)]);
}

/** Puts the header's length right again, so that the mutation is seen by what comes after that check. */
const repair: Mutation = (bytes) => {
  const end = bytes.lastIndexOf(0x7d);
  const repaired = bytes.slice();
  if (end >= 8) new DataView(repaired.buffer).setBigUint64(0, BigInt(end - 7), true);
  return repaired;
};

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.tuple(position, fc.nat(7)).map(([p, bit]): Mutation => {
    return (bytes) => bytes.map((byte, i) => (i === at(bytes, p) ? byte ^ (1 << bit) : byte));
  }),
  fc.tuple(position, fc.nat(255)).map(([p, value]): Mutation => {
    return (bytes) => bytes.map((byte, i) => (i === at(bytes, p) ? value : byte));
  }),
  fc.tuple(position, fc.nat(20)).map(([p, count]): Mutation => {
    return (bytes) => splice(bytes, at(bytes, p), count, new Uint8Array());
  }),
  fc.tuple(position, position, fc.nat(40)).map(([p, q, count]): Mutation => {
    return (bytes) => splice(bytes, at(bytes, p), 0, bytes.subarray(at(bytes, q), at(bytes, q) + count));
  }),
  fc
    .tuple(position, fc.constantFrom('[', '{', '"', '\\', ',', '9', '-1', '9007199254740993', 'null', '1e9', '0'))
    .map(([p, text]): Mutation => {
      return (bytes) => repair(splice(bytes, at(bytes, p), text.length, new TextEncoder().encode(text)));
    }),
  // Moves one tensor to other bytes, its size unchanged: a hole, an overlap, or beyond the end.
  fc.tuple(fc.nat(8), fc.integer({ min: -8, max: 8 })).map(([which, distance]): Mutation => {
    return (bytes) => {
      let seen = 0;
      const text = Buffer.from(bytes).toString('latin1');
      const moved = text.replaceAll(/"data_offsets":\[(\d+),(\d+)\]/g, (all, start: string, end: string) =>
        seen++ === which ? `"data_offsets":[${+start + distance},${+end + distance}]` : all,
      );
      return repair(new Uint8Array(Buffer.from(moved, 'latin1')));
    };
  }),
  position.map((p): Mutation => {
    return (bytes) => bytes.subarray(0, Math.floor(p * bytes.length));
  }),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((length): Mutation => {
    return (bytes) => {
      const longer = bytes.slice();
      if (longer.length >= 8) new DataView(longer.buffer).setBigUint64(0, length, true);
      return longer;
    };
  }),
);

/** The bytes that the header gives to tensors, in order: each of the data once, where it is right. */
function coverage(bytes: Uint8Array): number[] {
  const start = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
  const covered = Object.entries<{ data_offsets: [number, number] }>(header)
    .filter(([name]) => name !== '__metadata__')
    .flatMap(
      ([
        ,
        {
          data_offsets: [from, to],
        },
      ]) => Array.from({ length: to - from }, (_, i) => from + i),
    );
  expect(covered).toHaveLength(bytes.length - start);
  return covered.toSorted((a, b) => a - b);
}

it('ends in a FormatError or a correct read for each of 10,000 damaged files', () => {
  let refused = 0;
  let read = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...originals),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      (original, chain) => {
        const bytes = chain.reduce((damaged, mutate) => mutate(damaged), original);
        let content: SafetensorsContent;
        try {
          content = readSafetensors(bytes);
        } catch (error) {
          refused++;
          expect(error).toBeInstanceOf(FormatError);
          return;
        }
        read++;
        const held = Object.values(content.tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
        expect(held).toBeLessThanOrEqual(4 * bytes.length);
        expect(coverage(bytes)).toEqual([...coverage(bytes).keys()]);
        for (const { dtype, shape, data } of Object.values(content.tensors)) {
          const numbers = dtype === 'C64' ? 2 : 1;
          expect(data.length).toBe(shape.reduce((product, axis) => product * axis, numbers));
        }
        // A correct read is one that the writer gives back.
        expect(spellContent(readSafetensors(writeSafetensors(content)))).toEqual(spellContent(content));
      },
    ),
    { seed: 7, numRuns: 10_000 },
  );
  expect(refused).toBeGreaterThan(5_000);
  expect(read).toBeGreaterThan(300);
});
