import { beforeAll, expect, test } from 'vitest';
import { turnOnEngine } from '../src/engine.js';
import { decodeLayersState } from '../src/layers/layers-state.js';
import { LAYERS_LESSONS } from '../src/lessons/layers-lessons.js';
import { NETWORK_LESSONS, type NetworkFacts } from '../src/lessons/network-lessons.js';
import { NEURON_LESSONS, type NeuronFacts } from '../src/lessons/neuron-lessons.js';
import type { NetworkConfig } from '../src/network/network-config.js';
import { decodeNetworkState } from '../src/network/room-codec.js';
import { Descent } from '../src/neuron/descent.js';
import { decodeNeuronState, type NeuronState } from '../src/neuron/neuron-state.js';
import { standardize } from '../src/neuron/points.js';
import { verdict } from '../src/neuron/verdict.js';
import { after } from './support/network-run.js';

beforeAll(() => turnOnEngine());

/** What a student does for each step of a lesson: changes the state, and takes so many steps. */
type Deed<State> = { readonly change: Partial<State>; readonly steps: number };

const neuronDeeds: Readonly<Record<string, readonly Deed<NeuronState>[]>> = {
  diverge: [
    { change: { rate: 1.3 }, steps: 60 },
    { change: { rate: 0.3 }, steps: 60 },
  ],
  normalize: [
    { change: {}, steps: 40 },
    { change: {}, steps: 0 },
    { change: { rate: 0.1 }, steps: 60 },
  ],
  momentum: [
    { change: {}, steps: 100 },
    { change: { optimizer: 'momentum' }, steps: 200 },
  ],
};

/** The lesson about XOR is played in the page. */
const networkDeeds: Readonly<Record<string, readonly Deed<NetworkConfig>[]>> = {
  overfit: [
    { change: {}, steps: 300 },
    { change: { regularization: 'l2', penalty: 0.03 }, steps: 300 },
  ],
  schedule: [
    { change: {}, steps: 600 },
    { change: { schedule: 'cosineDecay' }, steps: 600 },
  ],
  augment: [
    { change: {}, steps: 400 },
    { change: { jitter: 0.5 }, steps: 400 },
  ],
};

test.each(NEURON_LESSONS)('each goal of a lesson is reached by what it asks for: $title', async ({ name, steps }) => {
  let { state } = decodeNeuronState(`lesson=${name}`);
  expect(state.lesson).toBe(name);
  const facts: NeuronFacts[] = [];
  for (const [i, { change, steps: count }] of neuronDeeds[name]!.entries()) {
    state = { ...state, ...change };
    // The second step of the lesson about inputs is a button.
    if (name === 'normalize' && i === 1) state = { ...state, points: standardize(state.points) };
    const descent = new Descent(state);
    await descent.extendTo(count + 1);
    const seen = [...descent.steps];
    facts.push({ state, step: seen.length - 1, verdict: verdict(seen, state.points).kind });
    descent.dispose();
  }
  expectInOrder(steps, facts);
});

/** `npm run check -- pages` trains for all of them; here one stands for the others. */
const trained = process.env.NEURITE_PAGES === 'whole' ? Object.keys(networkDeeds) : ['augment'];

test.each(NETWORK_LESSONS.filter(({ name }) => trained.includes(name)))(
  'each goal of a lesson is reached by what it asks for: $title',
  async ({ name, steps }) => {
    const { state, problems } = decodeNetworkState(`lesson=${name}`);
    expect([state.lesson, problems]).toEqual([name, []]);
    let { config } = state;
    const facts: NetworkFacts[] = [];
    for (const { change, steps: count } of networkDeeds[name]!) {
      config = { ...config, ...change };
      facts.push({ config, snapshot: await after(config, count) });
    }
    expectInOrder(steps, facts);
  },
);

test('each goal of the lesson about softmax is reached by what it asks for', () => {
  const [lesson] = LAYERS_LESSONS;
  const { state } = decodeLayersState('lesson=softmax');
  expect(lesson!.steps[0].goal(state)).toBe(false);
  expectInOrder(lesson!.steps, [
    { logits: [5, 1, 1], temperature: 1 },
    { logits: [-1, -5, -5], temperature: 1 },
    { logits: [-1, -5, -5], temperature: 4 },
  ]);
});

/** Each goal is reached by its own deed, and not by the one before. */
function expectInOrder<Facts>(steps: readonly { goal: (facts: Facts) => boolean }[], facts: readonly Facts[]): void {
  expect(steps.map(({ goal }, i) => goal(facts[i]!))).toEqual(steps.map(() => true));
  expect(steps.slice(1).map(({ goal }, i) => goal(facts[i]!))).toEqual(steps.slice(1).map(() => false));
}
