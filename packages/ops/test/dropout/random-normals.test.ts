import { keyTensor, ShapeError } from '@neurite/core';
import { backends, expectClose, expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { tensor1d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { randomNormals, randomUniforms } from '../../src/index.js';

const keys = [keyTensor([7, 0]), keyTensor([7, 1])] as const;

function moments(values: ArrayLike<number>): number[] {
  return [1, 2, 4].map((power) => Array.from(values).reduce((sum, value) => sum + value ** power, 0) / values.length);
}

onEachBackend((backend) => {
  describe('random draws', () => {
    it('are uniform in [0, 1), and normal', async () => {
      const uniforms = await randomUniforms({ shape: [300, 100], key: keys[0] }).data();
      expect(uniforms.every((value) => value >= 0 && value < 1)).toBe(true);
      await expectClose(moments(uniforms), [1 / 2, 1 / 3, 1 / 5], { absolute: 0.01 });
      const normals = await randomNormals({ shape: [300, 100], keys }).data();
      await expectClose(moments(normals), [0, 1, 3], { absolute: 0.1 });
    });

    it('are those of a key, the same on every engine and however they are cut', async () => {
      const whole = await randomUniforms({ shape: [8], key: keys[0] }).data();
      await expectClose(randomUniforms({ shape: [3], key: keys[0], offset: 5 }), whole.slice(5), {});
      expect(await randomUniforms({ shape: [8], key: keys[1] }).data()).not.toEqual(whole);
      const normals = await randomNormals({ shape: [8], keys }).data();
      await expectClose(randomNormals({ shape: [2, 2], keys, offset: 4 }), normals.slice(4), {});
    });

    // 10⁶ on the fastest backend; elsewhere little more than a block.
    const rows = backend === backends.at(-1) ? 1000 : 66;

    it(`are drawn in blocks, ${rows} · 1000 of them`, async () => {
      const draws = await randomUniforms({ shape: [rows, 1000], key: keys[0] }).data();
      await expectClose(moments(draws), [1 / 2, 1 / 3, 1 / 5], { absolute: 2 / Math.sqrt(draws.length) });
      const block = 2 ** 16;
      await expectClose(
        randomUniforms({ shape: [4], key: keys[0], offset: block - 2 }),
        draws.slice(block - 2, block + 2),
        {},
      );
      expect(randomUniforms({ shape: [0, 3], key: keys[0] }).shape).toEqual([0, 3]);
    });

    it('leave nothing, and refuse what is no key', async () => {
      await expectNoLeak(() => randomNormals({ shape: [2, 3], keys }));
      const key = tensor1d([1], 'int32');
      await expectNoLeak(() =>
        expectError(
          () => randomUniforms({ shape: [2], key }),
          ShapeError,
          'fusedDropout: `key` must have shape [4]; received [1].',
        ).then(() => {}),
      );
      key.dispose();
    });
  });
});
