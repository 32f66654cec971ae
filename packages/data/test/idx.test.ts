import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { FormatError, hostArray } from '@neurite/core';
import { expectError } from '@neurite/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idxFolder, readIdx } from '../src/index.js';

function idx(type: number, shape: readonly number[], body: readonly number[]): Uint8Array {
  const axes = shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return Uint8Array.of(0, 0, type, shape.length, ...axes, ...body);
}

const advice = 'The file is damaged, or is not an IDX file.';

describe('readIdx', () => {
  it.each([
    [8, [0, 255], Uint8Array.of(0, 255)],
    [9, [0x80, 0x7f], Int8Array.of(-128, 127)],
    [11, [0x80, 0, 0x01, 0x02], Int16Array.of(-32768, 258)],
    [12, [0x80, 0, 0, 0, 0x01, 0x02, 0x03, 0x04], Int32Array.of(-(2 ** 31), 0x01020304)],
    [13, [0x3f, 0x80, 0, 0, 0xc0, 0x20, 0, 0], Float32Array.of(1, -2.5)],
    [14, [0x3f, 0xf0, 0, 0, 0, 0, 0, 0, 0xc0, 0x04, 0, 0, 0, 0, 0, 0], Float64Array.of(1, -2.5)],
  ])('reads type %i, plain and packed, from a view too', async (type, body, data) => {
    const bytes = idx(type, [2], body);
    const larger = Uint8Array.of(9, 9, 9, ...bytes, 9);
    for (const file of [bytes, larger.subarray(3, -1), new Uint8Array(gzipSync(bytes))]) {
      expect(await readIdx(file)).toEqual({ data, shape: [2] });
    }
  });

  it('reads many axes, an empty one, and a single number', async () => {
    expect(await readIdx(idx(8, [2, 1, 3], [1, 2, 3, 4, 5, 6]))).toEqual({
      data: Uint8Array.of(1, 2, 3, 4, 5, 6),
      shape: [2, 1, 3],
    });
    expect((await readIdx(idx(8, [0, 28], []))).shape).toEqual([0, 28]);
    expect(await readIdx(idx(8, [], [5]))).toEqual({ data: Uint8Array.of(5), shape: [] });
  });

  it.each([
    [
      Uint8Array.of(),
      '`bytes` must begin with 0, 0, a type (8, 9, 11, 12, 13 or 14) and the number of axes; received no bytes',
    ],
    [
      Uint8Array.of(0, 0, 10, 1),
      '`bytes` must begin with 0, 0, a type (8, 9, 11, 12, 13 or 14) and the number of axes; received 0, 0, 10, 1',
    ],
    [
      Uint8Array.of(80, 75, 3, 4, 5),
      '`bytes` must begin with 0, 0, a type (8, 9, 11, 12, 13 or 14) and the number of axes; received 80, 75, 3, 4',
    ],
    [Uint8Array.of(0, 0, 8, 2, 0, 0), '`bytes` must have a header of 12 bytes; received 6 bytes'],
    [idx(8, [3], [1, 2]), '`bytes` must have 11 bytes for its axes 3; received 10'],
    [idx(13, [2], [0, 0, 0, 0]), '`bytes` must have 16 bytes for its axes 2; received 12'],
    [idx(8, [1], [1, 2]), '`bytes` must have 9 bytes for its axes 1; received 10'],
    [
      idx(8, [2 ** 31, 2 ** 31], []),
      '`bytes` must have 4611686018427388000 bytes for its axes 2147483648 × 2147483648; received 12',
    ],
  ])('refuses %o', async (bytes, message) => {
    await expectError(() => readIdx(bytes), FormatError, `readIdx: ${message}. ${advice}`);
  });

  it('stops unpacking what is longer than its header says', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.concat([idx(8, [10], []), Buffer.alloc(50_000_000)])));
    await expectError(
      () => readIdx(bomb),
      FormatError,
      'readIdx: `bytes` must unpack to at most 18 bytes; received more.',
    );
  });

  it('refuses damaged gzip', async () => {
    const packed = new Uint8Array(gzipSync(idx(8, [2], [1, 2])));
    await expectError(() => readIdx(packed.subarray(0, -6)), FormatError, 'readIdx: the gzip file is damaged.');
  });

  it('reads a damaged file right or ends in a FormatError', async () => {
    const original = idx(8, [2, 3], [1, 2, 3, 4, 5, 6]);
    await fc.assert(
      fc.asyncProperty(fc.nat(20), fc.nat(255), fc.nat(20), fc.boolean(), async (at, value, length, packed) => {
        let bytes = original.map((byte, i) => (i === at ? value : byte)).subarray(0, 10 + length);
        if (packed) bytes = new Uint8Array(gzipSync(bytes));
        try {
          const { data, shape } = await readIdx(bytes);
          expect(data.length).toBe(shape.reduce((product, size) => product * size, 1));
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }),
      { seed: 7, numRuns: 1_000 },
    );
  });
});

describe('idxFolder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'idx-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const images = idx(8, [2, 1, 3], [0, 51, 255, 1, 2, 3]);
  const labels = idx(8, [2], [7, 1]);

  it('reads each spelling, plain and packed', async () => {
    await writeFile(join(folder, 'train-images-idx3-ubyte'), images);
    await writeFile(join(folder, 'train-labels.idx1-ubyte'), labels);
    await writeFile(join(folder, 't10k-images-idx3-ubyte.gz'), gzipSync(images));
    await writeFile(join(folder, 't10k-labels.idx1-ubyte.gz'), gzipSync(labels));
    const { train, test } = await idxFolder(folder);
    expect(train).toEqual({
      x: hostArray(
        Float32Array.from([0, 51, 255, 1, 2, 3], (value) => value / 255),
        [2, 1, 3, 1],
      ),
      y: hostArray(Int32Array.of(7, 1)),
    });
    expect(test).toEqual(train);
  });

  it('names the file that is missing, broken or another', async () => {
    await writeFile(join(folder, 'train-images-idx3-ubyte'), images);
    await expectError(
      () => idxFolder(folder),
      FormatError,
      `idxFolder: train-labels-idx1-ubyte is missing in ${folder}. Put it there, as it is or packed (train-labels-idx1-ubyte.gz).`,
    );
    const path = join(folder, 'train-labels-idx1-ubyte');
    await writeFile(path, labels.subarray(0, 9));
    await expectError(
      () => idxFolder(folder),
      FormatError,
      `readIdx (${path}): \`bytes\` must have 10 bytes for its axes 2; received 9. ${advice}`,
    );
    await writeFile(path, images);
    await expectError(
      () => idxFolder(folder),
      FormatError,
      `idxFolder: \`${path}\` must hold unsigned bytes along 1 axis; received a Uint8Array along 3.`,
    );
    await writeFile(path, idx(8, [1], [7]));
    await expectError(
      () => idxFolder(folder),
      FormatError,
      'idxFolder: train-images holds 2 images, but train-labels 1 labels. Both files must come from the same data set.',
    );
  });
});
