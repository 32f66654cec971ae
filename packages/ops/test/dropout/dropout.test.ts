import { ArgumentError } from '@neurite/core';
import { checkGradients, draw, expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { fusedDropout } from '../../src/index.js';
import { threefry } from '../../src/internal/threefry.js';

describe('dropout', () => {
  onEachBackend(() => {
    it('keeps the places that draw the rate or more, and scales them', async () => {
      // The first words of the counts 0 to 3, the second ones, then the first word of 4.
      const draws = [0, 1, 2, 3].map((count) => threefry([0, 0], count));
      const words = [...draws.map(([word]) => word), ...draws.map(([, word]) => word), threefry([0, 0], 4)[0]];
      const x = tf.tensor1d([1, -2, 3, Number.POSITIVE_INFINITY, 5, 6, Number.NaN, 8, 9]);
      const uniform = words.map((word) => (word >>> 8) / 2 ** 24);
      const values = await x.data();
      for (const rate of [0, 0.3, uniform[2]!, 0.75]) {
        const expected = uniform.map((one, i) => (one >= rate ? values[i]! / (1 - rate) : 0));
        await expectClose(fusedDropout(x, { rate, key: [0, 0] }), expected);
      }
      await expectNoLeak(() => fusedDropout(x, { rate: 0.5, key: [1, 2] }));
    });

    it('drops the rate, and others with each half of the key', async () => {
      const x = tf.ones([10_000]);
      const [first, ...others] = await Promise.all(
        (
          [
            [1, 2],
            [2, 2],
            [1, 3],
          ] as const
        ).map((key) => fusedDropout(x, { rate: 0.3, key }).data()),
      );
      expect(first!.filter((value) => value === 0).length / 10_000).toBeCloseTo(0.3, 1);
      for (const other of others) {
        const same = other.filter((value, i) => value === first![i]).length / 10_000;
        expect(same).toBeCloseTo(0.3 ** 2 + 0.7 ** 2, 1);
      }
    });

    it('gives gradients the same places', async () => {
      const options = { rate: 0.4, key: [7, 2 ** 32 - 1] } as const;
      await checkGradients((x) => fusedDropout(x, options), [draw([4, 5])]);
      await checkGradients((x) => tf.grad((y) => tf.square(fusedDropout(y, options)))(x), [draw([4, 5])]);
    });

    it('names a rate or a key that is wrong', async () => {
      await expectError(
        () => fusedDropout(tf.zeros([2]), { rate: 1.5, key: [0, 0] }),
        ArgumentError,
        'fusedDropout: `rate` must be at least 0 and below 1; received 1.5.',
      );
      await expectError(
        () => fusedDropout(tf.zeros([2]), { rate: 0.5, key: [0, 2 ** 32] }),
        ArgumentError,
        'fusedDropout: `key` must be two whole numbers from 0 to 4294967295; received [0,4294967296].',
      );
    });
  });
});
