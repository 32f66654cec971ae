import { expect, test } from 'vitest';
import { play } from '../../src/network/play.js';

/** A training of so many steps, which then answers at once for ever. */
function trainingOf(steps: number): { taken: number; step(count: number): Promise<boolean> } {
  let asked = 0;
  return {
    taken: 0,
    async step(count) {
      if (++asked > 1000) expect.fail('it asks for ever');
      this.taken += Math.min(count, steps - this.taken);
      return this.taken < steps;
    },
  };
}

test('playing ends with the training, although nobody has paused it', async () => {
  const training = trainingOf(7);
  await play(training, { playing: () => true, count: () => 2 });
  expect(training.taken).toBe(7);
  await play(training, { playing: () => true, count: () => 2 });
});

test('playing ends when it is paused', async () => {
  const training = trainingOf(100);
  await play(training, { playing: () => training.taken < 10, count: () => 4, pause: 1 });
  expect(training.taken).toBe(12);
});
