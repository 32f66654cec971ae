import type { Optimizer } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import { adam, addDecayedWeights, perParameter, type Rule, sgd } from '../src/index.js';

const slots = { velocity: zerosLike };

export const right: Rule<'velocity', 'rate', 'decay'> = {
  slots,
  scalars: { rate: (step, { age, signals }) => step + age + signals.any! },
  constants: { decay: (path) => path.length },
  step: (e, { gradient, slots: { velocity }, scalars: { rate }, constants: { decay } }) => ({
    update: e.mul(e.add(gradient, decay), rate),
    slots: { velocity },
  }),
};

export const simple: Optimizer = perParameter('simple', {
  step: (e, { gradient }) => ({ update: e.mul(gradient, -0.1) }),
});

// @ts-expect-error: there is no such slot
perParameter('bad', { slots, step: (e, at) => ({ update: e.mul(at.gradient, at.slots.moment), slots: at.slots }) });

// @ts-expect-error: there is no such scalar
perParameter('bad', { step: (e, at) => ({ update: e.mul(at.gradient, at.scalars.rate) }) });

// @ts-expect-error: a slot is forgotten
perParameter('bad', { slots, step: (_, at) => ({ update: at.gradient, slots: {} }) });

// @ts-expect-error: it is called learningRate
adam({ lr: 0.1 });

// @ts-expect-error: it is called weightDecayMask
sgd({ weightDecay: 0.1, decay: () => true });

// @ts-expect-error: it takes no rate
addDecayedWeights({ learningRate: 0.1 });
