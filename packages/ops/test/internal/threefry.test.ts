import { expect, it } from 'vitest';
import { threefry } from '../../src/internal/threefry.js';

const hexadecimal = (words: readonly number[]): string[] =>
  words.map((word) => (word >>> 0).toString(16).padStart(8, '0'));

it('gives the words that the authors publish for nothing but zeros', () => {
  expect(hexadecimal(threefry([0, 0], 0))).toEqual(['6b200159', '99ba4efe']);
});

it('gives the words of a program by the paper that has all of their published answers', () => {
  expect(hexadecimal(threefry([0x13198a2e, 0x03707344], 0x243f6a88))).toEqual(['b0ce278a', 'f2a05120']);
  expect(hexadecimal(threefry([0xffffffff, 0xffffffff], 0xffffffff))).toEqual(['0ab4b54a', '1dcf420b']);
});
