import type { NetworkConfig } from '../network/network-config.js';
import type { Snapshot } from '../network/snapshot.js';
import type { Lesson } from './lesson.js';
import { NETWORK_STARTS } from './lesson-starts.js';

/** What the goals of this room are checked against. */
export type NetworkFacts = { readonly config: NetworkConfig; readonly snapshot: Snapshot };

const right = ({ snapshot }: NetworkFacts): number => snapshot.train.accuracy ?? 0;
/** How much larger the loss of the test points is. */
const gap = ({ snapshot: { train, test } }: NetworkFacts): number => (test?.loss ?? 0) / train.loss;
const bent = ({ features }: NetworkConfig): boolean => features.some((name) => name !== 'x1' && name !== 'x2');

export const NETWORK_LESSONS: readonly Lesson<NetworkFacts>[] = [
  {
    name: 'xor',
    title: 'XOR without a hidden layer',
    steps: [
      {
        text: 'This network has no hidden layer. Train 200 steps: how many points does it get right?',
        setup: NETWORK_STARTS.xor,
        goal: ({ config, snapshot }) =>
          config.data === 'xor' && config.hidden.length === 0 && !bent(config) && snapshot.step >= 200,
        done: 'It can only draw one straight line, and no line divides these classes.',
      },
      {
        text: 'Add a hidden layer of 4 neurons, and train until more than 90 % are right.',
        goal: (facts) => facts.config.data === 'xor' && facts.config.hidden.length > 0 && right(facts) > 0.9,
        done: 'Each hidden neuron draws a line of its own, and the output combines them.',
      },
    ],
  },
  {
    name: 'overfit',
    title: 'Overfit, then regularize',
    steps: [
      {
        text: 'A large network, few points, much noise. Show the test points, and train until the test loss is twice the training loss.',
        setup: NETWORK_STARTS.overfit,
        goal: (facts) => facts.config.regularization === 'none' && facts.snapshot.step >= 100 && gap(facts) >= 2,
        done: 'It has learned the noise by heart: that is of no use for points it has not seen.',
      },
      {
        text: 'Choose L2 as regularization with a penalty of about 0.03, start again, and train 300 steps.',
        goal: (facts) => facts.config.regularization !== 'none' && facts.snapshot.step >= 300 && gap(facts) < 1.6,
        done: 'Small weights make smooth borders: the two losses stay together.',
      },
    ],
  },
  {
    name: 'schedule',
    title: 'Learning-rate schedules',
    steps: [
      {
        text: 'The rate is large and the batch small. Train 600 steps, and watch how the loss jumps.',
        setup: NETWORK_STARTS.schedule,
        goal: ({ config, snapshot }) => config.schedule === 'constant' && snapshot.step >= 600,
        done: 'With a constant rate it never comes to rest: each batch pulls it elsewhere.',
      },
      {
        text: 'Choose the schedule “Cosine, to 0” with a length of 600 steps, start again, and train to its end.',
        goal: ({ config, snapshot }) =>
          config.schedule !== 'constant' && snapshot.replayable && snapshot.step >= config.horizon,
        done: 'Large steps at first to get there, small ones at last to settle.',
      },
    ],
  },
  {
    name: 'augment',
    title: 'Augmentation on a small set',
    steps: [
      {
        text: 'Only 40 points to learn from. Train 400 steps, and compare training and test loss.',
        setup: NETWORK_STARTS.augment,
        goal: (facts) => facts.config.jitter === 0 && facts.snapshot.step >= 400 && gap(facts) >= 100,
        done: 'It knows its few points by heart: on others its loss is hundreds of times as large.',
      },
      {
        text: 'Set the augmentation to about ±0.5, start again, and train 400 steps: each epoch now moves every point a little.',
        goal: (facts) => facts.config.jitter >= 0.3 && facts.snapshot.step >= 400 && gap(facts) < 50,
        done: 'A point stands for its neighborhood, so the border becomes smooth.',
      },
    ],
  },
];
