import { checkGradients, expectClose, expectNoLeak, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { defineOperation, reluGrad } from '../src/operation.js';

describe('fused operations', () => {
  onEachBackend(() => {
    it('runs the definition where a backend has no kernel, and leaves nothing behind', async () => {
      const swirl = defineOperation({
        name: 'SwirlForATest',
        compose: ({ x }: { x: tf.Tensor }, { turns }: { turns: number }) => [
          tf.mul(x, turns),
          tf.sin(tf.mul(x, turns)),
        ],
      });
      const x = tf.tensor1d([1, 2]);
      await expectNoLeak(() => swirl({ x }, { turns: 2 }));
      const [scaled, turned] = swirl({ x }, { turns: 2 });
      await expectClose(scaled!, [2, 4]);
      await expectClose(turned!, [Math.sin(2), Math.sin(4)]);
      const before = tf.memory();
      tf.tidy(() => void swirl({ x }, { turns: 3 }));
      scaled!.dispose();
      await expectClose(turned!, [Math.sin(2), Math.sin(4)]);
      turned!.dispose();
      expect(tf.memory().numTensors).toBe(before.numTensors - 2);
      expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers - 2);
      x.dispose();
    });

    it('registers its gradient', async () => {
      const cube = defineOperation({
        name: 'CubeForATest',
        compose: ({ x }: { x: tf.Tensor }) => tf.mul(x, tf.square(x)),
        gradient: {
          inputsToSave: ['x'],
          gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, tf.mul(tf.square(x!), 3)) }),
        },
      });
      await expectClose(tf.grad((x) => cube({ x }, {}))(tf.tensor1d([1, -2])), [3, 12]);
    });
  });
});

describe('reluGrad', () => {
  onEachBackend(() => {
    it('passes what is above 0, and NaN', async () => {
      const dy = tf.tensor1d([1, 2, Number.POSITIVE_INFINITY, 4]);
      await expectClose(reluGrad(dy, tf.tensor1d([0, 3, -1, Number.NaN])), [0, 2, 0, Number.NaN]);
      await expectNoLeak(() => reluGrad(dy, dy));
    });

    it('is linear in dy', () =>
      checkGradients((dy) => tf.square(reluGrad(dy, tf.tensor1d([1, -1, 2]))), [tf.tensor1d([1, 2, 3])]));
  });
});
