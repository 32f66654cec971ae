import { BackendError } from '@neurite/core';
import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allocator } from '../../src/internal/allocator.js';
import { ScratchMemory } from '../../src/internal/scratch-memory.js';

describe('the allocator', () => {
  it('does as a list of pieces would', () => {
    assert(
      property(array(integer({ min: -40, max: 300_000 }), { maxLength: 120 }), (sizes) => {
        const allocator = new Allocator({ maximumPages: 2000 });
        let seal = 0;
        let peak = 0;
        const live: { pointer: number; bytes: number; seal: number }[] = [];
        const total = (): number => live.reduce((sum, { bytes }) => sum + bytes, 0);
        /** All bytes of a piece hold its seal, which nobody else writes. */
        const release = (at: number): void => {
          const piece = live.splice(at % live.length, 1)[0]!;
          const held = new Uint8Array(allocator.memory.buffer, piece.pointer, piece.bytes);
          expect(held.every((byte) => byte === piece.seal)).toBe(true);
          allocator.release(piece.pointer);
        };
        for (const size of sizes) {
          if (size < 0 && live.length > 0) release(-size);
          else {
            const bytes = Math.abs(size);
            const pointer = allocator.allocate(bytes);
            expect(pointer % 64).toBe(0);
            expect(pointer).toBeGreaterThan(0);
            expect(pointer + bytes).toBeLessThanOrEqual(allocator.memory.buffer.byteLength - 64);
            seal = (seal + 1) % 256;
            new Uint8Array(allocator.memory.buffer, pointer, bytes).fill(seal);
            live.push({ pointer, bytes, seal });
          }
          peak = Math.max(peak, total());
          expect(allocator.use).toMatchObject({ liveBytes: total(), peakBytes: peak });
        }
        expect(new Set(live.map(({ pointer }) => pointer)).size).toBe(live.length);
        while (live.length > 0) release(0);
        expect(allocator.use).toMatchObject({ liveBytes: 0, peakBytes: peak, fragmentation: 0 });
      }),
      { numRuns: 50 },
    );
  });

  it('says which share of what is free is not in one piece', () => {
    const allocator = new Allocator({ maximumPages: 32 });
    const pointers = Array.from({ length: 12 }, () => allocator.allocate(65_536));
    const piece = pointers[1]! - pointers[0]!;
    expect(allocator.use.fragmentation).toBe(0);
    for (let i = 1; i < 12; i += 2) allocator.release(pointers[i]!);
    // Five holes between pieces, and what is behind the last one. The first line and the last two are nobody's.
    const free = allocator.use.heapBytes - 6 * piece - 3 * 64;
    expect(allocator.use.fragmentation).toBeCloseTo((5 * piece) / free, 10);
    for (let i = 0; i < 12; i += 2) allocator.release(pointers[i]!);
    expect(allocator.use.fragmentation).toBe(0);
  });

  it('lets large neighbors begin at different offsets in a page', () => {
    const allocator = new Allocator();
    const offsets = Array.from({ length: 16 }, () => allocator.allocate(2 ** 20) % 4096);
    expect(new Set(offsets).size).toBe(16);
  });

  it('uses again what was given back, whatever its size was', () => {
    const allocator = new Allocator();
    let seed = 1;
    const next = (limit: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      return seed % limit;
    };
    const live: { pointer: number; bytes: number }[] = [];
    for (let i = 0; i < 30_000; i++) {
      const total = live.reduce((sum, { bytes }) => sum + bytes, 0);
      if (total > 2 ** 22 || (live.length > 0 && next(3) === 0)) {
        allocator.release(live.splice(next(live.length), 1)[0]!.pointer);
      } else {
        const bytes = next(4) === 0 ? next(400_000) : next(4000);
        live.push({ pointer: allocator.allocate(bytes), bytes });
      }
    }
    expect(allocator.use.heapBytes).toBeLessThan(2 * allocator.use.peakBytes + 2 ** 21);
    for (const { pointer } of live) allocator.release(pointer);
    expect(allocator.use.liveBytes).toBe(0);
    const heap = allocator.use.heapBytes;
    allocator.allocate(heap - 2 ** 19 > 0 ? Math.floor(heap * 0.8) : 0);
    expect(allocator.use.heapBytes).toBe(heap);
  });

  it('says how much is missing when the memory is full', () => {
    const allocator = new Allocator({ maximumPages: 16 });
    allocator.allocate(600_000);
    expect(() => allocator.allocate(500_000)).toThrow(BackendError);
    expect(() => allocator.allocate(500_000)).toThrow(
      'backend-wasm: 0.5 MiB more do not fit into the WebAssembly memory, where 0.6 MiB of 1.0 MiB are in use. ' +
        'Dispose tensors that are no longer needed, or take smaller batches.',
    );
    const pointer = allocator.allocate(300_000);
    allocator.release(pointer);
    expect(allocator.allocate(300_000)).toBe(pointer);
  });

  it('goes on when it was full', () => {
    assert(
      property(array(integer({ min: 40_000, max: 200_000 }), { minLength: 30, maxLength: 60 }), (sizes) => {
        const allocator = new Allocator({ maximumPages: 16 });
        const live: number[] = [];
        let refused = 0;
        for (const bytes of sizes) {
          try {
            live.push(allocator.allocate(bytes));
          } catch (error) {
            expect(error).toBeInstanceOf(BackendError);
            refused++;
            allocator.release(live.splice(bytes % live.length, 1)[0]!);
          }
        }
        expect(refused).toBeGreaterThan(0);
        expect(allocator.use.heapBytes).toBeLessThanOrEqual(2 ** 20);
        for (const pointer of live) allocator.release(pointer);
        expect(allocator.use).toMatchObject({ liveBytes: 0, fragmentation: 0 });
        allocator.allocate(900_000);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses to take back what is not in use', () => {
    const allocator = new Allocator();
    const pointer = allocator.allocate(10);
    allocator.release(pointer);
    expect(() => allocator.release(pointer)).toThrow(
      `backend-wasm: address ${pointer} was released but is not in use.`,
    );
  });

  it('refuses invalid sizes, and counts none of them', () => {
    const allocator = new Allocator({ maximumPages: 16 });
    for (const bytes of [Number.NaN, Infinity, -1, 0.5]) {
      expect(() => allocator.allocate(bytes)).toThrow(
        `backend-wasm: \`bytes\` must be an integer of at least 0; received ${bytes}.`,
      );
    }
    expect(() => allocator.allocate(2 ** 40)).toThrow(
      'backend-wasm: 1048576.0 MiB more do not fit into the WebAssembly memory, where 0 bytes of 1.0 MiB are in use.',
    );
    expect(allocator.use).toMatchObject({ liveBytes: 0, peakBytes: 0, heapBytes: 65_536 });
    allocator.release(allocator.allocate(64));
  });

  it('lends no scratch of an invalid size', () => {
    const scratch = new ScratchMemory(new Allocator());
    scratch.reserve(16);
    for (const floats of [Number.NaN, -1]) {
      expect(() => scratch.reserve(floats)).toThrow(
        `backend-wasm: \`bytes\` must be an integer of at least 0; received ${floats * 4}.`,
      );
    }
    expect(scratch.reserve(16)).toBeGreaterThan(0);
  });
});
