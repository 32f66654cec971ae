import { RandomStream } from '@neurite/core';
import { expect, it } from 'vitest';
import { randomTexture } from '../src/random-texture.js';

it('is prepared as a digit is, and another one each time', () => {
  const random = RandomStream.fromSeed(3);
  const textures = Array.from({ length: 40 }, () => randomTexture(random)).filter((one) => one !== undefined);
  expect(textures.length).toBeGreaterThan(35);
  for (const texture of textures) {
    expect(texture).toHaveLength(784);
    expect(texture.every((shade) => shade >= 0 && shade <= 1)).toBe(true);
    expect(texture.filter((shade) => shade > 0).length).toBeLessThanOrEqual(400);
  }
  expect(new Set(textures.map((texture) => texture.join())).size).toBe(textures.length);
  const again = randomTexture(RandomStream.fromSeed(3));
  expect(again).toEqual(textures[0]);
});
