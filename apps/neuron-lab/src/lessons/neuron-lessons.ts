import type { NeuronState } from '../neuron/neuron-state.js';
import type { Verdict } from '../neuron/verdict.js';
import type { Lesson } from './lesson.js';
import { NEURON_STARTS } from './lesson-starts.js';

/** What the goals of this room are checked against. */
export type NeuronFacts = {
  readonly state: NeuronState;
  /** The step that is shown, and what is said to it. */
  readonly step: number;
  readonly verdict: Verdict['kind'];
};

const isLarge = ({ points }: NeuronState): boolean => points.some(({ x }) => Math.abs(x) > 10);

export const NEURON_LESSONS: readonly Lesson<NeuronFacts>[] = [
  {
    name: 'diverge',
    title: 'Make it diverge, and mend it',
    steps: [
      {
        text: 'Move the learning rate up, and press Play, until the loss grows without end.',
        setup: NEURON_STARTS.diverge,
        goal: ({ verdict }) => verdict === 'diverging',
        done: 'Each step jumps across the valley and lands higher on the other side.',
      },
      {
        text: 'Now find a rate with which it arrives at the bottom: lower it, go to the start, and play again.',
        goal: ({ verdict, state }) => verdict === 'arrived' && !isLarge(state),
        done: 'Small enough not to jump, large enough to arrive: that is what one looks for.',
      },
    ],
  },
  {
    name: 'normalize',
    title: 'Why normalize the inputs',
    steps: [
      {
        text: 'x is the size of a flat in m², y what it costs in thousands. Press Play, and try smaller rates too.',
        setup: NEURON_STARTS.normalize,
        goal: ({ verdict, state }) => verdict === 'diverging' && isLarge(state),
        done: 'Large x make large gradients for w: any rate that b could use is far too large for w.',
      },
      {
        text: 'Open “Type, paste or load the numbers” below the points, and press Standardize.',
        goal: ({ state }) => state.data === 'own' && !isLarge(state),
        done: 'Now x and y have mean 0 and deviation 1: the loss is as steep in w as in b.',
      },
      {
        text: 'Set a learning rate of about 0.1, go to the start, and press Play.',
        goal: ({ verdict, state }) => verdict === 'arrived' && state.data === 'own' && !isLarge(state),
        done: 'One rate now suits both. That is why data are normalized before they are learned.',
      },
    ],
  },
  {
    name: 'momentum',
    title: 'Momentum on a ravine',
    steps: [
      {
        text: 'The loss is a long, narrow valley. Take 100 steps of plain gradient descent: how far does it come?',
        setup: NEURON_STARTS.momentum,
        goal: ({ state, step, verdict }) => state.optimizer === 'sgd' && step >= 100 && verdict !== 'arrived',
        done: 'Along the valley the ground is nearly flat, so the steps are tiny.',
      },
      {
        text: 'Choose SGD with momentum, go to the start, and play until it arrives.',
        goal: ({ state, step, verdict }) =>
          (state.optimizer === 'momentum' || state.optimizer === 'nesterov') && verdict === 'arrived' && step < 350,
        done: 'Steps in one direction add up to speed, and those from side to side cancel.',
      },
    ],
  },
];
