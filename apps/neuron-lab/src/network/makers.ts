import type { AnyRank, Optimizer, Schedule } from '@neurite/core';
import { gelu, leakyRelu, relu, sigmoid, silu, tanh } from '@neurite/layers';
import {
  adam,
  adamW,
  chain,
  clipByGlobalNorm,
  cosineDecay,
  exponentialDecay,
  sgd,
  stepDecay,
  warmupCosine,
} from '@neurite/optimizers';
import { clone } from '@tensorflow/tfjs-core';
import type { Plan } from './choices.js';
import type { NetworkConfig } from './network-config.js';

/** `undefined` where nothing is done to z. */
export const ACTIVATION_MAKERS: Readonly<Record<NetworkConfig['activation'], (() => AnyRank) | undefined>> = {
  tanh,
  relu,
  leakyRelu: () => leakyRelu(),
  sigmoid,
  gelu: () => gelu(),
  silu,
  linear: undefined,
};

type Rate = number | Schedule;

const OPTIMIZER_MAKERS: Readonly<Record<NetworkConfig['optimizer'], (learningRate: Rate) => Optimizer>> = {
  sgd: (learningRate) => sgd({ learningRate }),
  momentum: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
  nesterov: (learningRate) => sgd({ learningRate, momentum: 0.9, nesterov: true }),
  adam: (learningRate) => adam({ learningRate }),
  adamW: (learningRate) => adamW({ learningRate }),
};

const SCHEDULE_MAKERS: Readonly<Record<NetworkConfig['schedule'], (plan: Plan) => Rate>> = {
  constant: ({ rate }) => rate,
  stepDecay: ({ rate, horizon }) => stepDecay({ initial: rate, every: Math.ceil(horizon / 5), factor: 0.5 }),
  exponentialDecay: ({ rate, horizon }) => exponentialDecay({ initial: rate, factor: 0.1, every: horizon }),
  cosineDecay: ({ rate, horizon }) => cosineDecay({ initial: rate, steps: horizon }),
  warmupCosine: ({ rate, horizon }) => warmupCosine({ peak: rate, steps: horizon }),
};

/** The optimizer of a run. Its rate and its limit of the gradients are those that the settings say at the moment. */
export function liveOptimizer(settings: () => NetworkConfig): Optimizer {
  let last: { readonly config: NetworkConfig; readonly rate: Rate } | undefined;
  const rate: Schedule = (step, context) => {
    const config = settings();
    if (last?.config !== config) last = { config, rate: SCHEDULE_MAKERS[config.schedule](config) };
    return typeof last.rate === 'number' ? last.rate : last.rate(step, context);
  };
  const limit: Optimizer = {
    name: 'limit',
    init: () => ({}),
    update: (gradients, input) => {
      const { clip } = settings();
      if (clip > 0) return clipByGlobalNorm(clip).update(gradients, input);
      return {
        updates: Object.fromEntries(Object.entries(gradients).map(([name, one]) => [name, clone(one)])),
        state: {},
      };
    },
  };
  return chain(limit, OPTIMIZER_MAKERS[settings().optimizer](rate));
}
