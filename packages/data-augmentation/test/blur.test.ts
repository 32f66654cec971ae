import { ArgumentError, hostArray } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { expect, it } from 'vitest';
import { defocusBlur, downscale, gaussianBlur, medianBlur, motionBlur } from '../src/index.js';
import { testFamily } from './table.js';

testFamily('blur', {
  gaussianBlur: [gaussianBlur()],
  motionBlur: [motionBlur(), { identity: { length: 1, angle: 30 } }],
  medianBlur: [medianBlur(), { identity: { radius: 0 } }],
  defocusBlur: [defocusBlur(), { identity: { radius: 0.4 } }],
  downscale: [downscale(), { identity: { scale: 1 } }],
});

it('keeps the mean of a million values', () => {
  const image = hostArray(
    Float32Array.from({ length: 1_000_000 }, (_, i) => ((i * 7919) % 1000) / 1000),
    [1000, 1000, 1],
  );
  const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  for (const blurred of [
    gaussianBlur().image(image, { sigma: 1.5 }),
    motionBlur().image(image, { length: 5, angle: 20 }),
    defocusBlur().image(image, { radius: 1.5 }),
  ]) {
    expect(mean(blurred.data)).toBeCloseTo(mean(image.data), 3);
  }
});

it.each([
  [() => gaussianBlur({ sigma: 0 }), 'gaussianBlur: `sigma` must be a finite number above 0; received 0.'],
  [
    () => motionBlur({ length: 0.5 }),
    'motionBlur: `length` must be a finite number of at least 1 and of at most 101; received 0.5.',
  ],
  [
    () => medianBlur({ radius: [0, 1] }),
    'medianBlur: `radius` must be a finite number of at least 1 and of at most 5; received 0.',
  ],
  [
    () => defocusBlur({ radius: 60 }),
    'defocusBlur: `radius` must be a finite number above 0 and of at most 50; received 60.',
  ],
  [() => downscale({ scale: 0 }), 'downscale: `scale` must be a finite number above 0 and of at most 1; received 0.'],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});
