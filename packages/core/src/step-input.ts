import type { ScheduleContext } from './contracts/clock.js';
import type { StepInput, TrainState } from './contracts/train-step.js';
import { eagerClock } from './eager-clock.js';
import { randomKeys } from './random-keys.js';
import type { RandomStream } from './random-stream.js';

/**
 * What an eager step reads besides state and batch: its clock, and keys that depend on the seed and the step alone.
 *
 * @param random the stream of the run: only its seed and name matter, not its position
 * @param state of the training, for the number of the step
 * @example
 * const { clock, random } = stepInput(RandomStream.fromSeed(7), { step: 3 });
 */
export function stepInput(
  random: RandomStream,
  { step, joined, signals }: Pick<TrainState, 'step' | 'joined'> & Partial<ScheduleContext>,
): StepInput {
  const clock = eagerClock(step, {
    ...(signals === undefined ? {} : { signals }),
    ...(joined === undefined ? {} : { joined }),
  });
  return { clock, random: randomKeys(random, clock) };
}
