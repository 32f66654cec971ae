import { ArgumentError, type Augmentation, hostArray, RandomStream } from '@neurite/core';
import { expectError, testAugmentation } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { gaussianNoise, multiplicativeNoise, saltPepperNoise, shotNoise } from '../src/index.js';

testAugmentation({ name: 'gaussianNoise', augmentation: gaussianNoise(), identity: { strength: 0, seed: 1 } });
testAugmentation({ name: 'shotNoise', augmentation: shotNoise(), identity: null });
testAugmentation({
  name: 'multiplicativeNoise',
  augmentation: multiplicativeNoise(),
  identity: { strength: 0, seed: 1 },
});
testAugmentation({ name: 'saltPepperNoise', augmentation: saltPepperNoise(), identity: { strength: 0, seed: 1 } });

/** Mean and variance of the noisy values of a gray area. */
function momentsOf(noise: ReturnType<typeof gaussianNoise>, strength: number, gray = 0.5): [number, number] {
  const image = hostArray(new Float32Array(1_000_000).fill(gray), [1000, 1000, 1]);
  const { data } = noise.image(image, { strength, seed: 7 });
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  return [mean, data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length];
}

// The standard error of a mean of a million is a thousandth of the deviation, that of a variance √2 thousandths of it.
describe('the moments of noise are those of its formula', () => {
  it.each([
    ['gaussian', gaussianNoise(), 0.1, 0.5, 0.01],
    ['few photons', shotNoise(), 10, 0.3, 0.03],
    ['many photons', shotNoise(), 100, 0.5, 0.005],
    ['multiplicative', multiplicativeNoise(), 0.6, 0.5, 0.5 ** 2 * (0.6 ** 2 / 3)],
  ] as const)('%s', (_, noise, strength, gray, variance) => {
    const [mean, found] = momentsOf(noise, strength, gray);
    expect(Math.abs(mean - gray)).toBeLessThan(0.005 * Math.sqrt(variance));
    expect(Math.abs(found / variance - 1)).toBeLessThan(0.01);
  });

  it('salt and pepper', () => {
    const image = hostArray(new Uint8Array(300_000).fill(100), [1000, 100, 3]);
    const { data } = saltPepperNoise({ salt: 0.25 }).image(image, { strength: 0.2, seed: 3 });
    const share = (value: number): number => data.filter((one) => one === value).length / data.length;
    expect([share(0), share(255), share(100)]).toEqual([
      expect.closeTo(0.15, 2),
      expect.closeTo(0.05, 2),
      expect.closeTo(0.8, 2),
    ]);
    for (let at = 0; at < 3000; at += 3) expect(data[at]).toBe(data[at + 2]);
  });
});

it('is another noise from another seed', () => {
  const image = hostArray(new Float32Array(9).fill(0.5), [3, 3, 1]);
  const noise: Augmentation = gaussianNoise() as Augmentation;
  const [first, second] = [1, 2].map((seed) => noise.image?.(image, noise.draw(RandomStream.fromSeed(seed), {})));
  expect(first).not.toEqual(second);
});

it.each([
  [
    () => gaussianNoise({ deviation: -1 }),
    'gaussianNoise: `deviation` must be a finite number of at least 0; received -1.',
  ],
  [() => shotNoise({ photons: 0 }), 'shotNoise: `photons` must be a finite number above 0; received 0.'],
  [
    () => multiplicativeNoise({ spread: 2 }),
    'multiplicativeNoise: `spread` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
  [
    () => saltPepperNoise({ salt: 2 }),
    'saltPepperNoise: `salt` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});
