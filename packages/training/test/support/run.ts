import type { Callback, RunEvent } from '@neurite/core';
import { fit, type History } from '../../src/index.js';
import { lineBatches, momentum, squaredError, Two } from './toys.js';

/** A callback that keeps what others log. */
export function recorder(): Callback & { readonly events: (RunEvent & { step: number })[] } {
  const events: (RunEvent & { step: number })[] = [];
  return { name: 'recorder', events, log: ({ step }, event) => void events.push({ ...event, step }) };
}

/** The numbers of the events of a recorder, by name, in their order. */
export function scalarsOf(events: readonly RunEvent[]): Record<string, number[]> {
  const found: Record<string, number[]> = {};
  for (const event of events) {
    if (event.type !== 'scalars') continue;
    for (const [name, value] of Object.entries(event.values)) found[name] = [...(found[name] ?? []), value];
  }
  return found;
}

/** Trains a small model with callbacks: 6 steps in an epoch, no randomness. */
export async function trainWith(callbacks: readonly Callback[], epochs = 2): Promise<History<unknown>> {
  using model = new Two();
  return await fit(model, lineBatches(), { epochs, loss: squaredError, optimizer: momentum(0.02), callbacks });
}
