import {
  eagerClock,
  type Json,
  type RandomStream,
  randomKeys,
  type TrainState,
  type TrainStep,
  within,
} from '@neurite/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { disposeState } from '../train-state.js';
import type { LoadedBatch } from './batch-tensors.js';
import { type BatchValues, readBatchValues } from './totals.js';

/** A batch in its place. */
export type PlacedBatch = {
  readonly batch: LoadedBatch;
  /** Its number within the epoch, from 1. */
  readonly number: number;
  /** Where the data goes on behind it. */
  readonly position: Json | undefined;
};

/** A step that was started and whose numbers are being read. Owns the state after the step, and the batch. */
export type StepFlight = PlacedBatch & { readonly state: TrainState; readonly values: Promise<BatchValues> };

/** Starts a step and the reading of its numbers. Owns the batch from now on, also when it fails. */
export function startStep(
  step: TrainStep<unknown, Tensor>,
  state: TrainState,
  { random, epoch, batch, number, position }: PlacedBatch & { readonly random: RandomStream; readonly epoch: number },
): StepFlight {
  const clock = eagerClock(state.step);
  try {
    const result = within(`step ${state.step + 1}, batch ${number} of epoch ${epoch}`, () =>
      step(state, batch, { clock, random: randomKeys(random, clock) }),
    );
    const values = readBatchValues(result.loss, result.metrics);
    values.catch(() => {}); // Whoever awaits it hears of it; until then it is not an unhandled rejection.
    return { batch, number, position, state: result.state, values };
  } catch (error) {
    batch.free();
    throw error;
  }
}

/** Forgets a step as if it had not been: steps are pure. The batch stays. */
export async function cancelStep({ state, values }: StepFlight): Promise<void> {
  await values.catch(() => {}); // A tensor must not be freed under a read.
  disposeState(state);
}
