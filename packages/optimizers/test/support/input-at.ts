import { eagerClock, type NamedTensors, type OptimizerInput } from '@neurite/core';

type Given = {
  readonly state?: NamedTensors;
  readonly parameters: NamedTensors;
  readonly joined?: Readonly<Record<string, number>>;
};

/** What an optimizer reads in one eager step; there is neither a loss nor another pass. */
export function inputAt(step: number, { state = {}, parameters, joined = {} }: Given): OptimizerInput {
  const none = undefined as never; // a type error where an optimizer asks for it
  return { state, parameters, clock: eagerClock(step, { joined }), loss: none, evaluate: none };
}
