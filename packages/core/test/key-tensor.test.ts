import { expectNoReads, onEachBackend } from '@neurite/testing';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { keyTensor, keyWords } from '../src/index.js';

describe('keyTensor', () => {
  onEachBackend(() => {
    it('holds two words in halves of 16 bits, and remembers them', () => {
      const key = keyTensor([0x12345678, 0xfffe0001]);
      expect([key.dtype, ...key.dataSync()]).toEqual(['int32', 0x5678, 0x1234, 0x0001, 0xfffe]);
      const clone = tf.clone(key);
      expect(expectNoReads(() => [keyWords(key), keyWords(clone)])).toEqual([
        [0x12345678, 0xfffe0001],
        [0x12345678, 0xfffe0001],
      ]);
      expect(keyWords(tf.reverse(key))).toBeUndefined();
    });
  });
});
