import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Clock } from './contracts/clock.js';
import { eagerClock } from './eager-clock.js';
import { ArgumentError } from './errors.js';
import type { RandomStream } from './random-stream.js';

/**
 * Keys for the random numbers of one forward pass, split by name.
 *
 * A key depends on the seed, the step and the names that lead to it alone, so that adding a dropout changes no other
 * draw. There are no numbers on the host: a key is a tensor that enters the step, so that a recorded step draws anew each
 * time.
 */
export interface RandomKeys {
  /** The keys of this name. A container hands each child `child(name)`. */
  child(name: string): RandomKeys;
  /**
   * The key of this path.
   *
   * @returns int32 [4], two words of 32 bits in halves of 16, the lower half first; the caller owns it
   * @throws ArgumentError when this path has given its key in this pass, and in inference
   */
  key(): Tensor1D;
  /** The same keys once more, for a pass that repeats this one: gradient checkpointing, nested gradients. */
  replay(): RandomKeys;
}

/**
 * The keys of one step.
 *
 * @param random the stream of the run: only its seed and name matter, not its position
 * @param clock of the step, through which the keys enter it. Default: `eagerClock(0)`
 * @example
 * const context: Context = { training: true, random: randomKeys(RandomStream.fromSeed(7)) };
 */
export function randomKeys(random: RandomStream, clock: Pick<Clock, 'key'> = eagerClock(0)): RandomKeys {
  return new StepKeys(random, { clock, path: [], used: new Set() });
}

type Position = {
  readonly clock: Pick<Clock, 'key'>;
  readonly path: readonly string[];
  /** The paths that gave their key in this pass. */
  readonly used: Set<string>;
};

class StepKeys implements RandomKeys {
  readonly #random: RandomStream;
  readonly #position: Position;

  constructor(random: RandomStream, position: Position) {
    this.#random = random;
    this.#position = position;
  }

  child(name: string): RandomKeys {
    return new StepKeys(this.#random, { ...this.#position, path: [...this.#position.path, name] });
  }

  key(): Tensor1D {
    const { clock, path, used } = this.#position;
    const name = path.join('.');
    if (used.has(name)) {
      throw new ArgumentError({
        where: `random key ${name || 'of the model'}`,
        argument: 'random',
        expected: 'give each path one key in a forward pass',
        received: 'a second call of key()',
        advice: "Give each draw its own child: random.child('mask').key()",
      });
    }
    used.add(name);
    const random = this.#random;
    return clock.key((step) => path.reduce((at, one) => at.child(one), random.child(`step ${step}`)).words);
  }

  replay(): RandomKeys {
    return new StepKeys(this.#random, { ...this.#position, used: new Set() });
  }
}

/** The keys of inference, where nothing is drawn. */
export const noKeys: RandomKeys = {
  child: () => noKeys,
  key: () => {
    throw new ArgumentError({
      where: 'inference',
      argument: 'random',
      expected: 'be the keys of a training pass',
      received: 'a call of key() in inference',
      advice: 'Draw only where context.training is true',
    });
  },
  replay: () => noKeys,
};
