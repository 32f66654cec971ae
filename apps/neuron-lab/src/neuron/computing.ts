import { withEngine } from '../ui/engine-problem.js';
import type { Compute } from './compute.js';

let started: Promise<Compute> | undefined;

/** What computes in this room; it is loaded when it is first asked for, so that the room itself is there before. */
export function computing(): Promise<Compute> {
  started ??= withEngine(import('./compute.js').then(({ start }) => start()));
  return started;
}
