import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { turnOnEngine } from '../../src/engine.js';
import { examineData } from '../../src/examining/examine-data.js';
import { divided } from '../../src/images/image-classes.js';
import { IMAGE_BYTES } from '../../src/images/small-image.js';
import { FIRST_CONFIG, type NetworkConfig } from '../../src/network/network-config.js';

beforeAll(async () => {
  await turnOnEngine();
});

const examine = (change: Partial<NetworkConfig>) =>
  examineData({ examined: 'points', config: { ...FIRST_CONFIG, ...change } });

test('points of the page have no findings; few of one’s own are found few, by the names of their classes', async () => {
  const before = memory().numTensors;
  expect(await examine({})).toEqual([]);
  expect(await examine({ data: 'plane' })).toEqual([]);
  const points = Array.from({ length: 12 }, (_, i) => ({ x1: (i * 7) % 5, x2: (i * 3) % 4, label: i % 2 }));
  const hidden = [8, 8, 8, 8, 8, 8, 8, 8];
  const found = await examine({ data: 'drawn', points, hidden });
  expect(found).toContain('Small class: Class 2 has only 3 rows in train.');
  expect(found.some((line) => line.startsWith('Few rows for so many parameters: There are 6 rows for 537 '))).toBe(
    true,
  );
  // One alone has no test point, and no other class.
  const one = await examine({ data: 'drawn', points: points.slice(0, 1) });
  expect(one).toContain('Small class: Class 2 has no row in train.');
  expect(memory().numTensors).toBe(before);
});

test('images are examined as images, with the names of their classes', async () => {
  const noise = (seed: number) => Uint8Array.from({ length: IMAGE_BYTES }, (_, i) => ((i + seed) * 48_271) % 251);
  const images = Array.from({ length: 30 }, (_, i) => noise(1 + i * 977));
  const classes = [
    { name: 'cat', images },
    { name: 'dog', images: [...images.map((image) => image.map((value) => 255 - value)), new Uint8Array(IMAGE_BYTES)] },
    { name: 'owl', images: images.slice(0, 3) },
  ];
  const before = memory().numTensors;
  const names = classes.map(({ name }) => name);
  const found = await examineData({ examined: 'images', ...divided(classes), classes: names });
  expect(found).toEqual(
    expect.arrayContaining([
      'Small class: Class owl has only 3 rows in train.',
      'Empty images: 1 image of 52 has the same gray everywhere.',
      'Conflicting labels: 6 rows of 52 (12 %) have the inputs of another row and a different class.',
    ]),
  );
  // They are shuffled before anything is learned from them.
  expect(found.filter((line) => line.startsWith('Rows are in the order'))).toEqual([]);
  expect(memory().numTensors).toBe(before);
});
