import { expect, it } from 'vitest';
import { percent, toAnswer, withArticle } from '../src/answer.js';

it('answers with the most probable digit, the smallest of equal ones', () => {
  expect(toAnswer([0.1, 0.2, 0.7])).toEqual({ digit: 2, probability: 0.7 });
  expect(toAnswer(Float32Array.of(0.25, 0.375, 0.375))).toEqual({ digit: 1, probability: 0.375 });
});

it('writes shares with one decimal', () => {
  expect([1, 0.98249, 0].map(percent)).toEqual(['100.0 %', '98.2 %', '0.0 %']);
});

it('names a digit as one says it', () => {
  expect([1, 7, 8].map(withArticle)).toEqual(['a 1', 'a 7', 'an 8']);
});
