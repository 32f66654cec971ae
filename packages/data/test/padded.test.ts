import { ArgumentError, type HostArray, hostArray, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { bucketBatch, fromIterable, paddedBatch } from '../src/index.js';

const ofLengths = (...lengths: number[]) =>
  fromIterable(lengths).map((length, i) => ({ x: new Int32Array(length).fill(i + 1), y: i }));

describe('paddedBatch', () => {
  it('fills up at the end, with a mask', async () => {
    const batches = await paddedBatch(ofLengths(2, 0, 3, 1), 3, { pad: { x: -1 } }).toArray();
    expect(batches).toEqual([
      {
        x: hostArray(Int32Array.of(1, 1, -1, -1, -1, -1, 3, 3, 3), [3, 3]),
        y: hostArray(Float32Array.of(0, 1, 2), [3]),
        masks: { x: hostArray(Float32Array.of(1, 1, 0, 0, 0, 0, 1, 1, 1), [3, 3]) },
      },
      {
        x: hostArray(Int32Array.of(4), [1, 1]),
        y: hostArray(Float32Array.of(3), [1]),
        masks: { x: hostArray(Float32Array.of(1), [1, 1]) },
      },
    ]);
  });

  it('pads several fields of several axes to a length that is given or rounded up', async () => {
    const data = fromIterable([1, 3]).map((steps) => ({
      x: hostArray(new Float32Array(2 * steps).fill(5), [steps, 2]),
      tags: new Uint8Array(steps).fill(7),
    }));
    const [batch] = await paddedBatch(data, 2, { pad: { x: 0, tags: 9 }, length: 4 }).toArray();
    expect(batch!.x.shape).toEqual([2, 4, 2]);
    expect([...batch!.x.data]).toEqual([5, 5, 0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 5, 0, 0]);
    expect([...batch!.tags.data]).toEqual([7, 9, 9, 9, 7, 7, 7, 9]);
    expect(batch!.masks.tags).toEqual(batch!.masks.x);
    const rounded = await paddedBatch(data, 2, { pad: { x: 0, tags: 9 }, multipleOf: 8 }).at(0);
    expect(rounded.tags.shape).toEqual([2, 8]);
  });

  it('reaches batches in any order, and drops the last one where asked', async () => {
    const data = paddedBatch(ofLengths(1, 2, 3), 2, { pad: { x: 0 }, keepRemainder: false });
    expect(data.size).toBe(1);
    expect((await data.at(0)).y.data).toEqual(Float32Array.of(0, 1));
  });

  it.each([
    [
      { pad: { x: 0 }, length: 2 },
      ShapeError,
      '`x` must have at most `length` steps, 2; received 3 in element 1. Cut it with map first.',
    ],
    [{ pad: { y: 0 } }, ArgumentError, '`y` must be an array with a first axis to pad along; received 0 in element 0.'],
    [
      { pad: {} },
      ArgumentError,
      '`pad` must name at least one field and the number that it is filled up with; received an empty object.',
    ],
    [{ pad: { x: 0 }, multipleOf: 0 }, ArgumentError, '`multipleOf` must be an integer of at least 1; received 0.'],
  ])('refuses %j', async (options, kind, message) => {
    await expectError(
      async () => paddedBatch(ofLengths(1, 3), 2, options as { pad: { x: number } }).toArray(),
      kind,
      `paddedBatch: ${message}`,
    );
  });

  it('refuses arrays that differ in another axis', async () => {
    const data = fromIterable([2, 3]).map((width) => ({
      x: hostArray(new Float32Array(width), [1, width]) as HostArray,
    }));
    await expectError(
      () => paddedBatch(data, 2, { pad: { x: 0 } }).toArray() as Promise<unknown>,
      ShapeError,
      'paddedBatch: `x` must have shape [steps, 2], as in element 0; received [1, 3] in element 1.',
    );
  });
});

describe('bucketBatch', () => {
  const options = { pad: { x: 0 }, length: ({ x }: { readonly x: Int32Array }) => x.length, boundaries: [3, 6] };

  it('makes batches of similar lengths, what is left at the end', async () => {
    const data = bucketBatch(ofLengths(1, 7, 4, 2, 5, 3, 8, 9), 2, options);
    const batches = await data.toArray();
    expect(batches.map(({ y }) => [...y.data])).toEqual([[0, 3], [2, 4], [1, 6], [5], [7]]);
    expect(batches.map(({ x }) => x.shape[1])).toEqual([2, 5, 8, 3, 9]);
    const full = bucketBatch(ofLengths(1, 7, 4, 2), 2, { ...options, sizes: [2, 1, 3], keepRemainder: false });
    expect((await full.toArray()).map(({ y }) => [...y.data])).toEqual([[2], [0, 3]]);
  });

  it.each([
    [{ boundaries: [3, 3] }, '`boundaries` must be ascending numbers; received 3, 3.'],
    [{ sizes: [1] }, '`sizes` must have one for each of the 3 buckets; received 1.'],
    [{ length: 3 }, '`length` must be a function; received 3.'],
  ])('refuses %j', async (wrong, message) => {
    await expectError(
      () => bucketBatch(ofLengths(1), 1, { ...options, ...(wrong as object) }),
      ArgumentError,
      `bucketBatch: ${message}`,
    );
  });

  it('names the sample whose length is none', async () => {
    await expectError(
      () =>
        bucketBatch(ofLengths(1, 2), 4, {
          ...options,
          length: ({ x }) => (x.length === 2 ? Number.NaN : 1),
        }).toArray() as Promise<unknown>,
      ArgumentError,
      'bucketBatch (element 1 of bucketBatch): `length` must give a number; received NaN.',
    );
  });
});
