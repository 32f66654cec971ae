import { ArgumentError, type Augmentation, hostArray, RandomStream } from '@neurite/core';
import { expectError, testAugmentation } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  augMix,
  autoAugment,
  centerCrop,
  compose,
  gaussianNoise,
  oneOf,
  perChannel,
  randAugment,
  randomBrightness,
  randomChannelDropout,
  randomCrop,
  randomHorizontalFlip,
  randomInvert,
  randomOrder,
  randomRotation,
  randomVerticalFlip,
  replay,
  resizeTo,
  someOf,
  trivialAugment,
  withProbability,
} from '../src/index.js';

const still = { steps: [] };
const small = { height: 12, width: 15 };

testAugmentation({
  name: 'compose',
  augmentation: compose([
    randomCrop(small),
    randomHorizontalFlip(),
    resizeTo({ height: 24, width: 30 }),
    randomInvert(),
  ]),
  identity: still,
});
testAugmentation({ name: 'oneOf', augmentation: oneOf([randomHorizontalFlip(), centerCrop(small)]), identity: still });
testAugmentation({
  name: 'someOf',
  augmentation: someOf([randomHorizontalFlip(), randomVerticalFlip(), randomRotation({ degrees: 5 })]),
  identity: still,
});
testAugmentation({
  name: 'randomOrder',
  augmentation: randomOrder([randomHorizontalFlip(), randomBrightness(), gaussianNoise()]),
  identity: still,
});
testAugmentation({
  name: 'withProbability',
  augmentation: withProbability(0.5, compose([randomVerticalFlip(), centerCrop(small)])),
  identity: still,
});
testAugmentation({
  name: 'replay',
  augmentation: replay(randomRotation(), { degrees: 3 }),
  identity: null,
  random: false,
});
testAugmentation({ name: 'perChannel', augmentation: perChannel(randomBrightness()), identity: { channels: [null] } });
testAugmentation({ name: 'randAugment', augmentation: randAugment({ magnitude: 4 }), identity: still });
testAugmentation({ name: 'trivialAugment', augmentation: trivialAugment(), identity: still });
testAugmentation({ name: 'autoAugment', augmentation: autoAugment(), identity: still });
testAugmentation({ name: 'augMix', augmentation: augMix(), identity: null });

const image = hostArray(Uint8Array.of(10, 20, 30, 40, 50, 60), [2, 3, 1]);

/** The steps of many draws. */
function stepsOf(augmentation: Augmentation<{ steps: readonly { at: number }[] }>, count = 400): number[][] {
  const random = RandomStream.fromSeed(3);
  return Array.from({ length: count }, () => augmentation.draw(random, {}).steps.map(({ at }) => at));
}

describe('combinators', () => {
  const [a, b, c] = [randomInvert(), randomBrightness(), gaussianNoise()];

  it('compose in order, and draw by what those before left', () => {
    const twice = compose([centerCrop({ height: 2, width: 2 }), randomCrop({ height: 1, width: 2 })]);
    for (let seed = 0; seed < 10; seed++) {
      const draw = twice.draw(RandomStream.fromSeed(seed), { image: [image] });
      expect(draw.steps[1]!.params).toMatchObject({ left: 0, height: 1, width: 2 });
      expect(twice.image?.(image, draw).shape).toEqual([1, 2, 1]);
    }
  });

  it('take one, by weight', () => {
    const picked = stepsOf(oneOf([a, b, c], { weights: [1, 0, 3] })).flat();
    expect(picked).toHaveLength(400);
    expect(new Set(picked)).toEqual(new Set([0, 2]));
    // Four standard errors of 400 draws.
    expect(Math.abs(picked.filter((at) => at === 2).length / 400 - 0.75)).toBeLessThan(0.087);
  });

  it('take some, each once and in order', () => {
    for (const steps of stepsOf(someOf([a, b, c], { count: 2 }), 50)) {
      expect(steps).toHaveLength(2);
      expect(steps[0]).toBeLessThan(steps[1]!);
    }
    expect(new Set(stepsOf(someOf([a, b, c])).map(({ length }) => length))).toEqual(new Set([1, 2, 3]));
  });

  it('take all orders', () => {
    expect(new Set(stepsOf(randomOrder([a, b, c])).map(String)).size).toBe(6);
  });

  it('apply with a probability', () => {
    const share = stepsOf(withProbability(0.2, a)).filter(({ length }) => length === 1).length / 400;
    expect(Math.abs(share - 0.2)).toBeLessThan(0.08);
    expect(stepsOf(withProbability(0, a)).flat()).toEqual([]);
  });

  it('take the kinds that all of them take', () => {
    const both = compose([
      randomHorizontalFlip(),
      { name: 'words', keeps: ['image'], draw: () => null, text: (text) => text },
    ]);
    expect([typeof both.image, typeof both.boxes, typeof both.text, both.keeps]).toEqual([
      'function',
      'undefined',
      'undefined',
      [],
    ]);
    expect(compose([a, b]).keeps).toEqual(['mask', 'boxes', 'points', 'label']);
  });

  it('find an augmentation that hides the size of its images', async () => {
    const { frame: _, ...hiding } = centerCrop({ height: 1, width: 1 });
    const crop = compose([hiding]);
    const draw = crop.draw(RandomStream.fromSeed(1), { image: [image] });
    const frames = { before: { height: 2, width: 3 }, after: { height: 1, width: 1 } };
    const message =
      'compose: its images end with 1 × 1 pixels, and its augmentations tell 2 × 3. Give an augmentation that changes the size of images a method `frame`.';
    await expectError(
      () => crop.points?.(hostArray(Float32Array.of(1, 1), [1, 2]), draw, frames),
      ArgumentError,
      message,
    );
  });

  it('replay what was stored', () => {
    const stored = replay(randomChannelDropout(), { channel: 1 });
    expect(stored.draw(RandomStream.fromSeed(5), {})).toEqual({ channel: 1 });
  });
});

describe('policies', () => {
  it('draw as many operations as asked for, all kinds of them', () => {
    const many = stepsOf(randAugment({ count: 5 }));
    expect(new Set(many.flat()).size).toBe(13);
    expect(Math.max(...many.map(({ length }) => length))).toBe(5);
    expect(new Set(stepsOf(trivialAugment()).flat()).size).toBe(13);
  });

  it('are as strong as their papers say', () => {
    /** The least and the greatest of each number of many draws. */
    const rangesOf = (augmentation: Augmentation, count = 1500): Record<string, [number, number]> => {
      const random = RandomStream.fromSeed(11);
      const ranges: Record<string, [number, number]> = {};
      const take = (value: unknown, key = ''): void => {
        if (typeof value !== 'object' || value === null) {
          const [least, greatest] = ranges[key] ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
          ranges[key] = [Math.min(least, value as number), Math.max(greatest, value as number)];
        } else for (const [name, one] of Object.entries(value)) take(one, name);
      };
      for (let i = 0; i < count; i++) take(augmentation.draw(random, {}));
      return ranges;
    };
    const both = (value: number): [number, number] => [-value, value].map((one) => expect.closeTo(one, 6)) as never;
    const around = (value: number): [number, number] =>
      [1 - value, 1 + value].map((one) => expect.closeTo(one, 6)) as never;
    expect(rangesOf(randAugment({ magnitude: 30 }))).toMatchObject({
      ...{ shearX: both(0.3), shearY: both(0.3), shiftX: both(150 / 331), shiftY: both(150 / 331) },
      ...{ degrees: both(30), factor: around(0.9), bits: [4, 4], threshold: [0, 0] },
    });
    expect(rangesOf(trivialAugment(), 6000)).toMatchObject({
      ...{ shearX: both(0.99), shiftY: both(1 / 7), degrees: both(135), factor: around(0.99) },
      ...{ bits: [2, 8], threshold: [0, 1] },
    });
    const mixed = rangesOf(augMix({ severity: 10 }));
    expect(mixed.bits).toEqual([1, 4]);
    expect(mixed.shiftX!.map((shift) => Math.abs(Math.abs(shift) - 1 / 3) < 0.02)).toEqual([true, true]);
    expect(Math.max(...mixed.shiftY!)).toBeLessThanOrEqual(1 / 3);
  });

  it('change nothing by no strength, but for what has none', () => {
    const policy = randAugment({ count: 1, magnitude: 0 });
    const photo = hostArray(
      Uint8Array.from({ length: 75 }, (_, i) => (i * 37) % 256),
      [5, 5, 3],
    );
    for (let seed = 0; seed < 60; seed++) {
      const draw = policy.draw(RandomStream.fromSeed(seed), {});
      const [step] = draw.steps;
      const always = step !== undefined && JSON.stringify(step.params) === '{}';
      // The brightest values are at the threshold 1, from which on they are inverted.
      const solarized = step !== undefined && JSON.stringify(step.params).includes('threshold');
      if (!always && !solarized) expect(policy.image?.(photo, draw)).toEqual(photo);
    }
  });
});

it.each([
  [() => compose([]), 'compose: `augmentations` must be a list of at least one augmentation; received 0 elements.'],
  [
    () => oneOf([randomInvert()], { weights: [1, 2] }),
    'oneOf: `weights` must be a number of at least 0 for each augmentation, with a sum above 0; received [1, 2].',
  ],
  [() => someOf([randomInvert()], { count: 2 }), 'someOf: `count` must be an integer from 0 to 1; received 2.'],
  [
    () => withProbability(2, randomInvert()),
    'withProbability: `probability` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
  [
    () => perChannel(randomHorizontalFlip()),
    'perChannel: `augmentation` must change images and no other kind; received randomHorizontalFlip.',
  ],
  [
    () => randAugment({ magnitude: 31 }),
    'randAugment: `magnitude` must be a finite number of at least 0 and of at most 30; received 31.',
  ],
  [
    () => trivialAugment({ magnitude: 1 } as never),
    'trivialAugment: `options` must be left out; received `magnitude`.',
  ],
  [() => autoAugment({ magnitude: 1 } as never), 'autoAugment: `options` must be left out; received `magnitude`.'],
  [
    () => augMix({ severity: 11 }),
    'augMix: `severity` must be a finite number above 0 and of at most 10; received 11.',
  ],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});
