import { turnOnEngine } from '../engine.js';
import { answers } from './answers.js';
import { Descent } from './descent.js';
import { sampleSurface } from './sample-surface.js';

/** What computes in this room, with the engine on. */
export type Compute = {
  readonly Descent: typeof Descent;
  readonly answers: typeof answers;
  readonly sampleSurface: typeof sampleSurface;
};

export async function start(): Promise<Compute> {
  await turnOnEngine();
  return { Descent, answers, sampleSurface };
}
