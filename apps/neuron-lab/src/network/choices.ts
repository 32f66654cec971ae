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
import type { NetworkConfig } from './network-config.js';

/** Something that can be chosen: for the page, for the run, and for exported code. */
type Choice<Make> = { readonly title: string; readonly make: Make };

/** `undefined` where nothing is done to z. */
export const CHOSEN_ACTIVATIONS: Readonly<Record<NetworkConfig['activation'], Choice<(() => AnyRank) | undefined>>> = {
  tanh: { title: 'tanh', make: tanh },
  relu: { title: 'ReLU', make: relu },
  leakyRelu: { title: 'Leaky ReLU', make: () => leakyRelu() },
  sigmoid: { title: 'Sigmoid', make: sigmoid },
  gelu: { title: 'GELU', make: () => gelu() },
  silu: { title: 'SiLU', make: silu },
  linear: { title: 'Linear (none)', make: undefined },
};

type Rate = number | Schedule;

export const CHOSEN_OPTIMIZERS: Readonly<
  Record<
    NetworkConfig['optimizer'],
    Choice<(learningRate: Rate) => Optimizer> & { readonly code: (learningRate: string) => string }
  >
> = {
  sgd: {
    title: 'SGD',
    make: (learningRate) => sgd({ learningRate }),
    code: (rate) => `sgd({ learningRate: ${rate} })`,
  },
  momentum: {
    title: 'SGD with momentum',
    make: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
    code: (rate) => `sgd({ learningRate: ${rate}, momentum: 0.9 })`,
  },
  nesterov: {
    title: 'SGD with Nesterov momentum',
    make: (learningRate) => sgd({ learningRate, momentum: 0.9, nesterov: true }),
    code: (rate) => `sgd({ learningRate: ${rate}, momentum: 0.9, nesterov: true })`,
  },
  adam: {
    title: 'Adam',
    make: (learningRate) => adam({ learningRate }),
    code: (rate) => `adam({ learningRate: ${rate} })`,
  },
  adamW: {
    title: 'AdamW',
    make: (learningRate) => adamW({ learningRate }),
    code: (rate) => `adamW({ learningRate: ${rate} })`,
  },
};

type Plan = Pick<NetworkConfig, 'rate' | 'horizon'>;

export const CHOSEN_SCHEDULES: Readonly<
  Record<NetworkConfig['schedule'], Choice<(plan: Plan) => Rate> & { readonly code: (plan: Plan) => string }>
> = {
  constant: { title: 'Constant', make: ({ rate }) => rate, code: ({ rate }) => String(rate) },
  stepDecay: {
    title: 'Halved four times',
    make: ({ rate, horizon }) => stepDecay({ initial: rate, every: Math.ceil(horizon / 5), factor: 0.5 }),
    code: ({ rate, horizon }) => `stepDecay({ initial: ${rate}, every: ${Math.ceil(horizon / 5)}, factor: 0.5 })`,
  },
  exponentialDecay: {
    title: 'Exponential, to a tenth',
    make: ({ rate, horizon }) => exponentialDecay({ initial: rate, factor: 0.1, every: horizon }),
    code: ({ rate, horizon }) => `exponentialDecay({ initial: ${rate}, factor: 0.1, every: ${horizon} })`,
  },
  cosineDecay: {
    title: 'Cosine, to 0',
    make: ({ rate, horizon }) => cosineDecay({ initial: rate, steps: horizon }),
    code: ({ rate, horizon }) => `cosineDecay({ initial: ${rate}, steps: ${horizon} })`,
  },
  warmupCosine: {
    title: 'Warm-up, then cosine',
    make: ({ rate, horizon }) => warmupCosine({ peak: rate, steps: horizon }),
    code: ({ rate, horizon }) => `warmupCosine({ peak: ${rate}, steps: ${horizon} })`,
  },
};

/** The optimizer of a run. Its rate and its limit of the gradients are those that the settings say at the moment. */
export function liveOptimizer(settings: () => NetworkConfig): Optimizer {
  let last: { readonly config: NetworkConfig; readonly rate: Rate } | undefined;
  const rate: Schedule = (step, context) => {
    const config = settings();
    if (last?.config !== config) last = { config, rate: CHOSEN_SCHEDULES[config.schedule].make(config) };
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
  return chain(limit, CHOSEN_OPTIMIZERS[settings().optimizer].make(rate));
}
