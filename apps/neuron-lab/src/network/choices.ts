import type { NetworkConfig } from './network-config.js';

/** Something that can be chosen: for people, and for exported programs. What is made of it stands in makers.ts. */
type Choice<Code = unknown> = { readonly title: string; readonly code: Code };

export const CHOSEN_ACTIVATIONS: Readonly<Record<NetworkConfig['activation'], { readonly title: string }>> = {
  tanh: { title: 'tanh' },
  relu: { title: 'ReLU' },
  leakyRelu: { title: 'Leaky ReLU' },
  sigmoid: { title: 'Sigmoid' },
  gelu: { title: 'GELU' },
  silu: { title: 'SiLU' },
  linear: { title: 'Linear (none)' },
};

export const CHOSEN_OPTIMIZERS: Readonly<Record<NetworkConfig['optimizer'], Choice<(learningRate: string) => string>>> =
  {
    sgd: { title: 'SGD', code: (rate) => `sgd({ learningRate: ${rate} })` },
    momentum: { title: 'SGD with momentum', code: (rate) => `sgd({ learningRate: ${rate}, momentum: 0.9 })` },
    nesterov: {
      title: 'SGD with Nesterov momentum',
      code: (rate) => `sgd({ learningRate: ${rate}, momentum: 0.9, nesterov: true })`,
    },
    adam: { title: 'Adam', code: (rate) => `adam({ learningRate: ${rate} })` },
    adamW: { title: 'AdamW', code: (rate) => `adamW({ learningRate: ${rate} })` },
  };

/** What a schedule is made from. */
export type Plan = Pick<NetworkConfig, 'rate' | 'horizon'>;

export const CHOSEN_SCHEDULES: Readonly<Record<NetworkConfig['schedule'], Choice<(plan: Plan) => string>>> = {
  constant: { title: 'Constant', code: ({ rate }) => String(rate) },
  stepDecay: {
    title: 'Halved four times',
    code: ({ rate, horizon }) => `stepDecay({ initial: ${rate}, every: ${Math.ceil(horizon / 5)}, factor: 0.5 })`,
  },
  exponentialDecay: {
    title: 'Exponential, to a tenth',
    code: ({ rate, horizon }) => `exponentialDecay({ initial: ${rate}, factor: 0.1, every: ${horizon} })`,
  },
  cosineDecay: {
    title: 'Cosine, to 0',
    code: ({ rate, horizon }) => `cosineDecay({ initial: ${rate}, steps: ${horizon} })`,
  },
  warmupCosine: {
    title: 'Warm-up, then cosine',
    code: ({ rate, horizon }) => `warmupCosine({ peak: ${rate}, steps: ${horizon} })`,
  },
};
