import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { matMul, memory, ones, removeBackend, setBackend, tensor1d } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useWasm } from '../../src/index.js';
import { offset, type Pointer } from '../../src/internal/address.js';
import { Allocator } from '../../src/internal/allocator.js';
import { createBackend } from '../../src/internal/create-backend.js';
import { loadModule } from '../../src/internal/load-module.js';
import { supportedSimd } from '../../src/internal/simd.js';
import { type Part, Threads } from '../../src/internal/threads.js';

const module = await loadModule(`${supportedSimd()!}-threads`, {});

const allocate = (allocator: Allocator, bytes: number): Pointer => allocator.allocate(bytes) as Pointer; // of a tensor

describe('threads', () => {
  it('take parts of a job, each with scratch of its own', async () => {
    const allocator = new Allocator({ shared: true });
    const { threads } = await createBackend(module, { allocator, threads: 3, patient: true });
    const columns = 100_000;
    const [scale, variance] = [allocate(allocator, columns * 4), allocate(allocator, columns * 4)];
    const bits = 0x12345678;
    new Int32Array(allocator.memory.buffer, scale, columns).fill(bits);
    new Float32Array(allocator.memory.buffer, variance, columns).fill(1);
    // Of no rows, so that it only writes scale / √variance to its scratch.
    const sizes = { rows: 0, columns, epsilon: 0 };
    const tensors = { x: scale, mean: scale, variance, offset: 0, scale, target: scale } as const;
    const part: Part = (kernels, scratch) => kernels.batchNormalization({ ...tensors, ...sizes, scratch });
    const written = (): number => new Int32Array(allocator.memory.buffer).filter((word) => word === bits).length;
    // Which thread takes which part is a matter of chance.
    const deadline = performance.now() + 300_000;
    while (written() < 4 * columns && performance.now() < deadline) {
      threads.run(new Array<Part>(12).fill(part), columns + 4);
    }
    // The scale itself, and the scratch of three threads.
    expect(written()).toBe(4 * columns);
    threads.dispose();
  });

  it('report a kernel that fails, and go on', async () => {
    const allocator = new Allocator({ shared: true });
    const { threads } = await createBackend(module, { allocator, threads: 2, patient: true });
    const outside = (2 ** 32 - 65_536) as Pointer; // beyond the memory
    const failing: Part = (kernels) => kernels.fill({ target: outside, count: 100, bits: 1 });
    expect(() => threads.run([failing, failing, failing, failing])).toThrow(
      'backend-wasm: fill failed on one of the threads.',
    );
    const pointer = allocate(allocator, 64);
    const fine = [0, 1, 2, 3].map((i): Part => {
      return (kernels) => kernels.fill({ target: offset(pointer, i * 4), count: 4, bits: i });
    });
    threads.run(fine);
    expect([...new Int32Array(allocator.memory.buffer, pointer, 16)]).toEqual(
      [0, 1, 2, 3].flatMap((i) => [i, i, i, i]),
    );
    threads.dispose();
    // On the main thread from now on.
    threads.run(fine);
  });

  it('see memory that was added after they started', async () => {
    const allocator = new Allocator({ shared: true });
    const { threads } = await createBackend(module, { allocator, threads: 2, patient: true });
    for (let megabytes = 1; megabytes <= 64; megabytes *= 2) {
      const count = (megabytes * 2 ** 20) / 4;
      const pointer = allocate(allocator, count * 4);
      const pieces = threads.cut(count, { unit: 16, cost: 1e6 });
      expect(pieces.length).toBeGreaterThan(1);
      const row = { n0: 1, n1: 1, n2: 1, s0: 0, s1: 0, s2: 0, s3: 1, t0: 0, t1: 0, t2: 0, t3: 1 };
      threads.run(
        pieces.map(({ from, length }): Part => {
          const at = offset(pointer, from);
          return (kernels) => {
            kernels.fill({ target: at, count: length, bits: megabytes });
            // Bulk copies check the size of the memory separately.
            kernels.copyStrided({ source: at, target: at, ...row, n3: length });
          };
        }),
      );
      const view = new Int32Array(allocator.memory.buffer, pointer, count);
      expect(view.indexOf(0)).toBe(-1);
      expect([view[0], view[count >> 1], view[count - 1]]).toEqual([megabytes, megabytes, megabytes]);
    }
    threads.dispose();
  });

  it('cut an extent into pieces that cover it', async () => {
    const allocator = new Allocator({ shared: true });
    const { exports } = await WebAssembly.instantiate(module, { env: { memory: allocator.memory } });
    const threads = new Threads(allocator, exports as never, 4); // built from assembly/index.ts; no other thread is started
    for (const extent of [0, 1, 15, 16, 17, 100, 1000]) {
      for (const unit of [1, 4, 16]) {
        const pieces = threads.cut(extent, { unit, cost: 1e9 });
        let at = 0;
        for (const { from, length } of pieces) {
          expect(from).toBe(at);
          expect(from % unit).toBe(0);
          at += length;
        }
        expect(at).toBe(extent);
        expect(pieces.length).toBeLessThanOrEqual(8);
      }
    }
    // Taken from the end: the large ones first, then the small ones by whoever is done early.
    const lengths = threads.cut(320, { cost: 1e9 }).map(({ length }) => length);
    expect(lengths).toEqual([20, 20, 20, 20, 60, 60, 60, 60]);
    expect(threads.cut(320, { cost: 100_000 }).map(({ length }) => length)).toEqual([64, 64, 64, 64, 64]);
    expect(threads.cut(1000, { cost: 100 })).toEqual([{ from: 0, length: 1000 }]);
    // A job is done even if no other thread ever comes.
    const pointer = allocate(allocator, 64);
    threads.run(
      [0, 1].map((i): Part => {
        return (kernels) => kernels.fill({ target: offset(pointer, i), count: 1, bits: 7 + i });
      }),
    );
    expect([...new Int32Array(allocator.memory.buffer, pointer, 2)]).toEqual([7, 8]);
  });
});

describe('useWasm with threads', () => {
  afterEach(async () => {
    vi.unstubAllGlobals();
    if ((await useWasm()).engine === 'wasm') removeBackend('wasm');
  });

  it('starts as many as it is told, and reports them', async () => {
    const report = await useWasm({ threads: 3 });
    expect(report.threads).toBe(3);
    expect(`${report}`).toMatch(/^wasm \((plain|relaxed) SIMD, 3 threads\): /);
    expect((await useWasm()).threads).toBe(3);
    await expect(useWasm({ threads: 2 })).rejects.toThrow(
      'useWasm: `threads` must be 3, because the engine already runs with that number; received 2. ' +
        "Call removeBackend('wasm') first, which disposes every tensor there.",
    );
    removeBackend('wasm');
    expect((await useWasm({ threads: 1 })).threads).toBe(1);
    expect((await useWasm()).threads).toBe(1);
  });

  it.each([0, -1, 1.5, Number.NaN, 257, '2' as never])('refuses %s', async (threads) => {
    await expect(useWasm({ threads })).rejects.toThrow(
      `useWasm: \`threads\` must be an integer from 1 to 256; received ${threads}. Leave it out for one thread per core.`,
    );
  });

  it('runs on one where there is no shared memory, and says so', async () => {
    vi.stubGlobal('SharedArrayBuffer', undefined);
    const report = await useWasm({ threads: 2 });
    expect(report.threads).toBe(1);
    expect(`${report}`).toContain('; one thread, because this runtime has no SharedArrayBuffer;');
    expect(`${report}`).not.toContain('\n');
    expect([...(await matMul(ones([2, 3]), ones([3, 1])).data())]).toEqual([3, 3]);
  });

  it('says where their script is missing', async () => {
    await expect(useWasm({ threads: 2, paths: { worker: 'file:///nowhere/worker.js' } })).rejects.toThrow(
      /^useWasm: the threads could not be started \(.*\/nowhere\/worker\.js.*\)\. Serve a copy of the folder/,
    );
  });

  it('reads copies that are not shared', async () => {
    await useWasm({ threads: 2 });
    const values = await tensor1d([1, 2, 3]).data();
    expect(values.buffer).toBeInstanceOf(ArrayBuffer);
    expect((memory() as unknown as { heapBytes: number }).heapBytes).toBeGreaterThan(0);
  });

  it('ends them when the backend is removed', async () => {
    const started: Worker[] = [];
    const remember = (worker: Worker): void => void started.push(worker);
    process.on('worker', remember);
    await useWasm({ threads: 3 });
    process.off('worker', remember);
    expect(started.length).toBe(2);
    const ends = Promise.all(started.map((worker) => once(worker, 'exit')));
    await setBackend('cpu');
    removeBackend('wasm');
    await ends;
  });
});
