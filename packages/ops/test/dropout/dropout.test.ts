import { ArgumentError, DtypeError, type KeyWords, keyTensor, ShapeError } from '@neurite/core';
import {
  checkGradients,
  draw,
  expectClose,
  expectError,
  expectNoLeak,
  expectNoReads,
  onEachBackend,
} from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fusedDropout } from '../../src/index.js';
import { threefry } from '../../src/internal/threefry.js';

describe('dropout', () => {
  onEachBackend(() => {
    it('keeps the elements that draw the rate or more, and scales them', async () => {
      // The first words of the counts 0 to 3, the second ones, then the first word of 4.
      const draws = [0, 1, 2, 3].map((count) => threefry([0, 0], count));
      const words = [...draws.map(([word]) => word), ...draws.map(([, word]) => word), threefry([0, 0], 4)[0]];
      const x = tf.tensor1d([1, -2, 3, Number.POSITIVE_INFINITY, 5, 6, Number.NaN, 8, 9]);
      const uniform = words.map((word) => (word >>> 8) / 2 ** 24);
      const values = await x.data();
      const key = keyTensor([0, 0]);
      for (const rate of [0, 0.3, uniform[2]!, 0.75]) {
        const expected = uniform.map((one, i) => (one >= rate ? values[i]! / (1 - rate) : 0));
        await expectClose(fusedDropout(x, { rate, key }), expected);
      }
      await expectNoLeak(() => fusedDropout(x, { rate: 0.5, key }));
    });

    it('drops the rate, and others with each half of the key', async () => {
      const x = tf.ones([10_000]);
      const keys = [
        [1, 2],
        [1 + 2 ** 16, 2],
        [2, 2],
        [1, 3],
        [1, 2 + 2 ** 16],
      ] as const;
      const run = (words: KeyWords) => fusedDropout(x, { rate: 0.3, key: keyTensor(words) }).data();
      const [first, ...others] = await Promise.all(keys.map(run));
      expect(first!.filter((value) => value === 0).length / 10_000).toBeCloseTo(0.3, 1);
      for (const other of others) {
        const same = other.filter((value, i) => value === first![i]).length / 10_000;
        expect(same).toBeCloseTo(0.3 ** 2 + 0.7 ** 2, 1);
      }
    });

    it('is that of the whole, however that is cut', async () => {
      const x = draw([7, 5]);
      const key = keyTensor([2 ** 32 - 5, 6]);
      const parts = [0, 1, 4, 7].map((start, i, starts) => {
        const part = tf.slice(x, [start, 0], [(starts[i + 1] ?? 7) - start, 5]);
        return fusedDropout(part, { rate: 0.4, key, offset: 5 * start });
      });
      await expectClose(tf.concat(parts), await fusedDropout(x, { rate: 0.4, key }).data(), {
        absolute: 0,
        relative: 0,
      });
      expect(fusedDropout(x, { rate: 0.4, key, offset: 2 ** 32 - 35 }).shape).toEqual([7, 5]);
    });

    it('reads a key that was computed as the same key', async () => {
      const [x, key] = [tf.ones([40]), keyTensor([0x12345678, 0xfffe0001])];
      const y = fusedDropout(x, { rate: 0.5, key: tf.reverse(tf.reverse(key)) });
      await expectClose(y, await fusedDropout(x, { rate: 0.5, key }).data());
    });

    it('gives gradients the same elements, and reads nothing', async () => {
      const options = { rate: 0.4, key: keyTensor([7, 2 ** 32 - 1]), offset: 3 };
      expectNoReads(() => tf.grad((x) => fusedDropout(x, options))(draw([4, 5])));
      await checkGradients((x) => fusedDropout(x, options), [draw([4, 5])]);
      await checkGradients((x) => tf.grad((y) => tf.square(fusedDropout(y, options)))(x), [draw([4, 5])]);
    });

    it('names a rate, a key or an offset that is wrong', async () => {
      const x = tf.zeros([2]);
      const key = keyTensor([0, 0]);
      await expectError(
        () => fusedDropout(x, { rate: 1.5, key }),
        ArgumentError,
        'fusedDropout: `rate` must be a finite number of at least 0 and below 1; received 1.5.',
      );
      for (const offset of [-1, 0.5, 2 ** 32 - 1]) {
        await expectError(
          () => fusedDropout(x, { rate: 0.5, key, offset }),
          ArgumentError,
          `fusedDropout: \`offset\` must be an integer from 0 to 4294967294; received ${offset}.`,
        );
      }
      await expectError(
        () => fusedDropout(x, { rate: 0.5, key: tf.zeros([2], 'int32') }),
        ShapeError,
        'fusedDropout: `key` must have shape [4]; received [2].',
      );
      await expectError(
        () => fusedDropout(x, { rate: 0.5, key: tf.zeros([4]) }),
        DtypeError,
        'fusedDropout: `key` must be int32; received float32.',
      );
    });
  });
});
