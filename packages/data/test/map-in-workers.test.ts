import { pathToFileURL } from 'node:url';
import { ArgumentError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { bundleForNode } from '@neurite/testing/bundle-for-node';
import { describe, expect, it } from 'vitest';
import { type DataPipeline, fromIterable } from '../src/index.js';
import { type MapInWorkersOptions, mapInWorkers } from '../src/map-in-workers.js';
import type { Kept } from './support/keep.js';
import { type Prepared, prepare } from './support/prepare.js';

const threadOf = (name: string): URL => pathToFileURL(bundleForNode(new URL(`./support/${name}.ts`, import.meta.url)));
const MODULE = threadOf('prepare');
const KEEP = threadOf('keep');
const numbers = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];

const sources: readonly (readonly [string, DataPipeline<number>])[] = [
  ['by index', fromIterable(numbers).shuffle()],
  ['one after another', fromIterable(new Set([...numbers, 7, 8])).shuffle({ buffer: 3 })],
];

function mapped(data: DataPipeline<number>, options: MapInWorkersOptions = {}): DataPipeline<Prepared> {
  return mapInWorkers(data, MODULE, { options: { factor: 2 }, workers: 2, ...options });
}

describe('mapInWorkers', () => {
  it.each(sources)('gives the order and the bits of one thread, of elements %s', async (_, data) => {
    let index = 0;
    const serial = data.augment((n, random) => prepare({ factor: 2 })(n, { index: index++, random }));
    const pass = { epoch: 2, seed: 5 };
    const expected = await serial.toArray(pass);
    const parallel = mapped(data);
    expect(await parallel.toArray(pass)).toEqual(expected);
    expect(await mapped(data, { workers: 0 }).toArray(pass)).toEqual(expected);
    expect(await parallel.batch(4).toArray(pass)).toEqual(await fromIterable(expected).batch(4).toArray());
    // An augmentation behind it draws from a stream of its own.
    const later = (all: DataPipeline<Prepared>) => all.augment((_, random) => random.uniform()).toArray();
    expect(await later(parallel)).toEqual(await later(serial));
  });

  it.each(sources)('goes on at every position, of elements %s', async (_, data) => {
    const parallel = mapped(data, { ahead: 3 });
    const all = await parallel.toArray();
    const iterator = parallel.iterate();
    for (let done = 0; done <= all.length; done += 3) {
      const rest: Prepared[] = [];
      for await (const one of parallel.iterate({ position: iterator.position() })) rest.push(one);
      expect(rest).toEqual(all.slice(done));
      for (let i = 0; i < 3; i++) await iterator.next();
    }
    await iterator.return?.();
  });

  it('reaches an element by its index', async () => {
    const parallel = mapped(fromIterable(numbers));
    expect((await parallel.at(4)).index).toBe(4);
    expect(await parallel.at(4)).toEqual((await parallel.toArray())[4]);
  });

  it('names the element at which the function threw, and gives those before it', async () => {
    for (const workers of [0, 2]) {
      const iterator = mapped(fromIterable([1, 2, -1, 4]), { workers }).iterate();
      expect((await iterator.next()).value!.index).toBe(0);
      expect((await iterator.next()).value!.index).toBe(1);
      await expectError(
        () => iterator.next() as Promise<unknown>,
        ArgumentError,
        'mapInWorkers: the function threw at element 2: -1 is no element.',
      );
      expect((await iterator.next()).done).toBe(true);
    }
  });

  it('ends work that does not end by a signal, and refuses what comes after', async () => {
    const stop = new AbortController();
    const parallel = mapped(fromIterable([1, -2, 3]), { signal: stop.signal });
    const iterator = parallel.iterate();
    expect((await iterator.next()).value!.index).toBe(0);
    const stuck = iterator.next();
    stop.abort(new Error('enough'));
    await expect(stuck).rejects.toThrow('enough');
    await expect(parallel.toArray()).rejects.toThrow('enough');
  });

  it('is left in the middle, and begun again', async () => {
    const parallel = mapped(fromIterable(numbers));
    for await (const { index } of parallel) if (index === 1) break;
    expect(await parallel.toArray()).toHaveLength(numbers.length);
  });

  it.each([
    [
      prepare,
      {},
      'mapInWorkers: `worker` must be the URL of a module that calls `serveMap`, because closures cannot reach another thread; received a function. Move the function into that module, and send it options as `options`.',
    ],
    [
      3,
      {},
      'mapInWorkers: `worker` must be the URL of a module that calls `serveMap`, because closures cannot reach another thread; received 3.',
    ],
    [
      MODULE,
      { options: { f: prepare } },
      'mapInWorkers: `options` must be data, because closures cannot reach another thread; received an object with f.',
    ],
    [MODULE, { workers: -1 }, 'mapInWorkers: `workers` must be an integer of at least 0; received -1.'],
    [MODULE, { ahead: 0 }, 'mapInWorkers: `ahead` must be an integer of at least 1; received 0.'],
  ])('refuses %#', async (worker, options, message) => {
    await expectError(() => mapInWorkers(fromIterable(numbers), worker as URL, options), ArgumentError, message);
  });

  it('hands arrays of results over, copies views, and names an element whose array was handed over before', async () => {
    const iterator = mapInWorkers<number, Kept>(fromIterable([1, 2, -1]), KEEP, { workers: 1, ahead: 1 }).iterate();
    await iterator.next();
    const { value } = await iterator.next();
    expect(value!.before).toEqual([0, 3]);
    expect([...value!.x, ...value!.view]).toEqual([2, 0, 0, 0, 7, 7, 7]);
    await expectError(
      () => iterator.next() as Promise<unknown>,
      ArgumentError,
      'mapInWorkers: the function threw at element 2: serveMap: `the function` must give data, in new arrays for each element; received an array that was handed over before.',
    );
  });

  it('hands arrays of elements over where asked', async () => {
    for (const [transfer, length] of [
      [false, 2],
      [true, 0],
    ] as const) {
      const element = Float32Array.of(1, 2);
      const view = new Float32Array(4).subarray(1, 2);
      const data = fromIterable([element, view]);
      const results = await mapInWorkers<Float32Array, Kept>(data, KEEP, { workers: 1, transfer }).toArray();
      expect(results.map(({ x }) => [...x])).toEqual([[1, 2], [0]]);
      expect([element.length, view.length]).toEqual([length, 1]);
    }
  });

  it('says that the module cannot be loaded, instead of ending the process', async () => {
    const nowhere = mapInWorkers(fromIterable(numbers), new URL('./support/nowhere.mjs', import.meta.url), {
      workers: 2,
    });
    await expect(nowhere.toArray()).rejects.toThrow(/^mapInWorkers: .*Cannot find module .*nowhere\.mjs/);
  });

  it('says which element cannot be sent', async () => {
    const functions = fromIterable([prepare]);
    await expectError(
      () => mapInWorkers(functions, MODULE, { workers: 1 }).toArray() as Promise<unknown>,
      ArgumentError,
      'mapInWorkers: element 0 cannot be sent to another thread, because it or what the function makes of it holds a function or is no data.',
    );
  });
});
