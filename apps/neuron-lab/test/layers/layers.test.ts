import { div, matMul, memory, softmax, tensor2d, tidy } from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { turnOnEngine } from '../../src/engine.js';
import { attend } from '../../src/layers/attention.js';
import { convolve } from '../../src/layers/convolution.js';
import { gatesOver } from '../../src/layers/gates.js';
import {
  decodeLayersState,
  encodeLayersState,
  FILTERS,
  firstLayersState,
  IMAGE_SIDE,
  KERNEL,
  type LayersState,
} from '../../src/layers/layers-state.js';
import { probabilities } from '../../src/layers/probabilities.js';
import { unroll } from '../../src/layers/recurrence.js';
import { pixelsUnder, windowAt } from '../../src/layers/windows.js';

beforeAll(async () => {
  await turnOnEngine();
});

test('what is written out for an index is the output of the layer there', async () => {
  for (const padding of ['valid', 'same'] as const) {
    for (const strides of ['1', '2'] as const) {
      const state: LayersState = {
        ...firstLayersState(),
        padding,
        strides,
        bias: 0.5,
        kernel: FILTERS.outline.weights,
      };
      const { size, values } = await convolve(state);
      expect(size).toBe({ valid: { '1': 14, '2': 7 }, same: { '1': 16, '2': 8 } }[padding][strides]);
      for (const index of [0, 5, size * size - 1]) {
        const under = pixelsUnder(state.pixels, windowAt(index, { size, strides, padding }));
        const sum = under.reduce((total, pixel, i) => total + pixel * state.kernel[i]!, state.bias);
        expect(values[index], `${padding} ${strides} ${index}`).toBeCloseTo(sum, 5);
      }
    }
  }
});

test('ReLU leaves nothing below 0, and no tensor stays behind', async () => {
  const before = memory().numTensors;
  const { values } = await convolve({ ...firstLayersState(), relu: true });
  expect(Math.min(...values)).toBe(0);
  expect(Math.max(...values)).toBeGreaterThan(0);
  await probabilities(firstLayersState());
  expect(memory().numTensors).toBe(before);
});

test('a softmax gives probabilities that sum to 1, and its loss has the gradient that is shown', async () => {
  const { shares, loss, gradient } = await probabilities({ logits: [2, 1, -1], temperature: 2, truth: 1 });
  const powers = [2, 1, -1].map((logit) => Math.exp(logit / 2));
  const total = powers.reduce((sum, power) => sum + power, 0);
  for (const [i, share] of shares.entries()) {
    expect(share).toBeCloseTo(powers[i]! / total, 5);
    expect(gradient[i]).toBeCloseTo(share - (i === 1 ? 1 : 0), 5);
  }
  expect(loss).toBeCloseTo(-Math.log(powers[1]! / total), 5);
});

test('the simple cell says what its formula says, and every cell remembers a pulse', async () => {
  const state: LayersState = { ...firstLayersState(), w: 0.5, u: -0.8, b: 0.1, series: [1, -2, 0.5] };
  const before = memory().numTensors;
  const { states } = await unroll(state);
  let h = 0;
  for (const [time, x] of state.series.entries()) {
    h = Math.tanh(0.5 * x - 0.8 * h + 0.1);
    expect(states[time]).toEqual([expect.closeTo(h, 5)]);
  }
  for (const cell of ['lstm', 'gru'] as const) {
    const said = await unroll({ ...state, cell, series: [1, 0, -2] });
    expect(said.states.map((units) => units.length)).toEqual([3, 3, 3]);
    expect(said.states[1]!.some((number) => Math.abs(number) > 1e-3)).toBe(true);
    // What is written out, gate by gate, is what the layer says.
    const written = gatesOver([1, 0, -2], { cell, weights: said.weights! });
    expect(written.map(({ h }) => h)).toEqual(said.states.map((units) => units.map((one) => expect.closeTo(one, 5))));
  }
  expect(memory().numTensors).toBe(before);
});

test('attention on a sentence is the softmax of its scores, and a mask hides what comes later', async () => {
  const sentence = 'The cat slept because it was quite tired';
  const { words, queries, keys, weights, outputs } = attend(sentence, { causal: false, temperature: 1 });
  const said = tidy(() => {
    const [q, k] = [tensor2d(queries as number[][]), tensor2d(keys as number[][])]; // as long as one another
    return matMul(softmax(div(matMul(q, k, false, true), 2)), k);
  });
  expect(outputs.flat()).toEqual(Array.from(await said.data(), (one) => expect.closeTo(one, 5)));
  said.dispose();
  // A pronoun looks for a thing.
  expect(words[4]).toBe('it');
  expect(weights[4]!.indexOf(Math.max(...weights[4]!))).toBe(1);
  const causal = attend(sentence, { causal: true, temperature: 1 });
  expect(causal.weights[0]).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  expect(attend('', { causal: false, temperature: 1 }).words).toEqual(['…']);
});

test('an address brings the room back', () => {
  const states = fc.record({
    pixels: fc.array(fc.constantFrom(0, 1), { minLength: IMAGE_SIDE ** 2, maxLength: IMAGE_SIDE ** 2 }),
    kernel: fc.array(fc.integer({ min: -99, max: 99 }), { minLength: KERNEL ** 2, maxLength: KERNEL ** 2 }),
    logits: fc.array(fc.integer({ min: -10, max: 10 }), { minLength: 2, maxLength: 6 }),
    relu: fc.boolean(),
  });
  fc.assert(
    fc.property(states, (part) => {
      const state = { ...firstLayersState(), ...part };
      expect(decodeLayersState(encodeLayersState(state))).toEqual({ state, problems: [] });
    }),
  );
  expect(decodeLayersState('pixels=xyz&kernel=1,2&truth=5').problems).toEqual(['pixels=xyz', 'kernel=1,2', 'truth=5']);
});
