import { expect, it } from 'vitest';
import { threefry } from '../../src/internal/threefry.js';

const hexadecimal = (words: readonly number[]): string[] =>
  words.map((word) => (word >>> 0).toString(16).padStart(8, '0'));

it('gives the words that the authors publish for zeros', () => {
  expect(hexadecimal(threefry([0, 0], 0))).toEqual(['6b200159', '99ba4efe']);
});

it('gives the words of an implementation of the paper that has all published results', () => {
  expect(hexadecimal(threefry([0x13198a2e, 0x03707344], 0x243f6a88))).toEqual(['b0ce278a', 'f2a05120']);
  expect(hexadecimal(threefry([0xffffffff, 0xffffffff], 0xffffffff))).toEqual(['0ab4b54a', '1dcf420b']);
});
