import type { StepReport } from '@neurite/core';
import { cancelStep, type PlacedBatch, type StepFlight } from './step-flight.js';
import { turns } from './yield-to-event-loop.js';

/** What follows a reported step: the step that ran ahead, the end, or that step once more on other weights. */
export type AfterReport = 'go on' | 'stop' | 'start again';

/** The parts of a loop over steps. */
export type RunAheadOptions = {
  /** Starts the next step on what the one before it left; undefined at the end of the data. */
  next(before: StepFlight | undefined): Promise<StepFlight | undefined>;
  /** Waits for a step's numbers and owns the step from then on; when it throws, the step was not taken. */
  land(flight: StepFlight): Promise<StepReport>;
  /** Tells callbacks of a landed step. */
  report(report: StepReport): Promise<AfterReport>;
  /** Starts a step on the weights that are there now. */
  restart(placed: PlacedBatch): StepFlight;
};

/**
 * Runs steps so that each one is started before the numbers of the one before it have been read. In every other way it
 * is as if they ran one after the other: what ran ahead in vain is forgotten, and an error of the next batch comes
 * after the report of the step before it.
 */
export async function runAhead({ next, land, report, restart }: RunAheadOptions): Promise<void> {
  const breathe = turns();
  let flight: StepFlight | undefined;
  let ahead: StepFlight | undefined;
  try {
    do {
      let failure: { readonly error: unknown } | undefined;
      try {
        ahead = await next(flight);
      } catch (error) {
        failure = { error };
      }
      if (flight !== undefined) {
        const landed = await land(flight);
        flight = undefined;
        const after = await report(landed);
        if (after === 'stop') return;
        if (after === 'start again' && ahead !== undefined) {
          const again: StepFlight = ahead;
          ahead = undefined;
          await cancelStep(again);
          ahead = restart(again);
        }
      }
      if (failure !== undefined) throw failure.error;
      flight = ahead;
      ahead = undefined;
      await breathe();
    } while (flight !== undefined);
  } finally {
    for (const left of [flight, ahead]) {
      if (left === undefined) continue;
      await cancelStep(left);
      left.batch.free();
    }
  }
}
