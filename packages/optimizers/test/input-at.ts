import { eagerClock, type NamedTensors, type OptimizerInput } from '@neurite/core';

/** What an optimizer reads in one eager step; there is neither a loss nor another pass. */
export function inputAt(step: number, state: NamedTensors, parameters: NamedTensors): OptimizerInput {
  const none = undefined as never; // a type error where an optimizer asks for it
  return { state, parameters, clock: eagerClock(step), loss: none, evaluate: none };
}
