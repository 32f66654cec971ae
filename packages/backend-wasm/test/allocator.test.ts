import { BackendError } from '@neurite/core';
import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Allocator } from '../src/internal/allocator.js';

describe('the allocator', () => {
  it('gives out aligned pieces that do not overlap, and counts them', () => {
    assert(
      property(array(integer({ min: -40, max: 300_000 }), { maxLength: 120 }), (sizes) => {
        const allocator = new Allocator({ maximumPages: 2000 });
        const live: { pointer: number; bytes: number }[] = [];
        for (const size of sizes) {
          if (size < 0 && live.length > 0) {
            allocator.release(live.splice(-size % live.length, 1)[0]!.pointer);
            continue;
          }
          const bytes = Math.abs(size);
          const pointer = allocator.allocate(bytes);
          expect(pointer % 64).toBe(0);
          expect(pointer).toBeGreaterThan(0);
          expect(pointer + bytes).toBeLessThanOrEqual(allocator.memory.buffer.byteLength - 64);
          live.push({ pointer, bytes });
        }
        const sorted = [...live].sort((a, b) => a.pointer - b.pointer);
        sorted.forEach(({ pointer, bytes }, i) => {
          const next = sorted[i + 1];
          if (next !== undefined) expect(pointer + Math.max(1, bytes)).toBeLessThanOrEqual(next.pointer);
        });
        expect(allocator.use.liveBytes).toBe(live.reduce((total, { bytes }) => total + bytes, 0));
        expect(allocator.use.peakBytes).toBeGreaterThanOrEqual(allocator.use.liveBytes);
      }),
      { numRuns: 150 },
    );
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

  it('refuses to take back what is not in use', () => {
    const allocator = new Allocator();
    const pointer = allocator.allocate(10);
    allocator.release(pointer);
    expect(() => allocator.release(pointer)).toThrow(
      `backend-wasm: address ${pointer} was released but is not in use.`,
    );
  });
});
