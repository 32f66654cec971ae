import { ArgumentError } from '@neurite/core';
import { answersWithout, expectError, useBackend } from '@neurite/testing';
import { tensor2d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import * as losses from '../src/index.js';

beforeAll(() => useBackend('cpu'));

it('every loss says in a sentence what is missing', async () => {
  // What these take is said by their types.
  const { defineLoss, gradientPenalty, interpolate, ...others } = losses;
  expect(await answersWithout(others)).toEqual([]);
  const predictions = tensor2d([[1, 2]]);
  expect(await answersWithout(others, [predictions])).toEqual([]);
});

it('names targets that are missing', async () => {
  const predictions = tensor2d([[1, 2]]);
  await expectError(
    () => losses.huber(predictions, undefined as never),
    ArgumentError,
    'huber: `targets` must be a tensor; received undefined.',
  );
});
