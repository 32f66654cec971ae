import { expectError, expectNoLeak } from '@neurite/testing';
import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { ArgumentError, eagerClock, inference, keyTensor, keyWords, RandomStream, randomKeys } from '../src/index.js';

const random = RandomStream.fromSeed(7);
const numbers = async (key: Tensor): Promise<number[]> => [...(await key.data())];

describe('randomKeys', () => {
  it('gives a key that depends on seed, step and path alone', async () => {
    const at = (seed: number, step: number, ...path: string[]) => {
      const stream = RandomStream.fromSeed(seed);
      stream.uniform(); // where the stream stands does not matter
      return numbers(path.reduce((keys, name) => keys.child(name), randomKeys(stream, eagerClock(step))).key());
    };
    const first = await at(7, 0, 'layers', '1');
    expect(await at(7, 0, 'layers', '1')).toEqual(first);
    for (const other of [
      at(8, 0, 'layers', '1'),
      at(7, 1, 'layers', '1'),
      at(7, 0, 'layers', '2'),
      at(7, 0, 'layers'),
    ]) {
      expect(await other).not.toEqual(first);
    }
  });

  it('adds a draw without moving another', async () => {
    const keys = randomKeys(random);
    keys.child('added').key();
    expect(await numbers(keys.child('dropout').key())).toEqual(
      await numbers(randomKeys(random).child('dropout').key()),
    );
  });

  it('refuses a second key of one path, but not in a replay', async () => {
    const keys = randomKeys(random);
    const first = await numbers(keys.child('dropout').key());
    await expectError(
      () => keys.child('dropout').key(),
      ArgumentError,
      'random key dropout: `random` must give each path one key in a forward pass; received a second call of key(). ' +
        "Give each draw its own child: random.child('mask').key().",
    );
    expect(await numbers(keys.replay().child('dropout').key())).toEqual(first);
  });

  it('refuses to draw in inference', async () => {
    await expectError(
      () => inference().random.child('dropout').key(),
      ArgumentError,
      'inference: `random` must be the keys of a training pass; received a call of key() in inference. ' +
        'Draw only where context.training is true.',
    );
  });
});

describe('keyTensor', () => {
  it('holds the halves of two words, and keeps the words on the host', async () => {
    const key = keyTensor([0xfedc1234, 7]);
    expect([key.dtype, key.shape, await numbers(key)]).toEqual(['int32', [4], [0x1234, 0xfedc, 7, 0]]);
    expect(keyWords(key)).toEqual([0xfedc1234, 7]);
    expect(keyWords(key.clone())).toEqual([0xfedc1234, 7]);
    await expectNoLeak(() => keyTensor([1, 2]));
  });
});
