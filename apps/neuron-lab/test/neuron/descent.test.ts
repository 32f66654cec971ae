import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { turnOnEngine } from '../../src/engine.js';
import { answers } from '../../src/neuron/answers.js';
import { arithmetic } from '../../src/neuron/arithmetic.js';
import { Descent } from '../../src/neuron/descent.js';
import { gradientShares } from '../../src/neuron/gradient-shares.js';
import { fits, LOSSES, OPTIMIZERS } from '../../src/neuron/neuron-state.js';
import { PRESETS } from '../../src/neuron/points.js';
import { sampleSurface } from '../../src/neuron/sample-surface.js';
import { rangeFor } from '../../src/neuron/surface.js';
import { verdict } from '../../src/neuron/verdict.js';

beforeAll(async () => {
  await turnOnEngine();
});

const two = {
  points: PRESETS.two.points(),
  loss: 'meanSquaredError',
  optimizer: 'sgd',
  rate: 0.1,
  w: 1,
  b: 0,
} as const;

test('a step of gradient descent is the one that a pencil finds', async () => {
  const descent = new Descent(two);
  await descent.extendTo(1);
  // Errors at w = 1, b = 0: −1 − (−1) = 0 and 1 − 2 = −1. L = ½, ∂L/∂w = −1 · 1, ∂L/∂b = −1.
  expect(descent.steps[0]).toEqual({
    step: 0,
    w: 1,
    b: 0,
    loss: 0.5,
    gradientW: -1,
    gradientB: -1,
    nextW: expect.closeTo(1.1, 6),
    nextB: expect.closeTo(0.1, 6),
  });
  descent.dispose();
});

test('every loss goes down with every optimizer, and no tensor stays behind', async () => {
  const before = memory().numTensors;
  for (const loss of LOSSES) {
    for (const optimizer of OPTIMIZERS) {
      const points = PRESETS.yesNo.points();
      const descent = new Descent({ ...two, points, loss, optimizer, rate: 0.05 });
      await Promise.all([descent.extendTo(5), descent.extendTo(40)]);
      expect(descent.steps.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => i));
      expect(descent.steps.at(-1)!.loss, `${loss}, ${optimizer}`).toBeLessThan(descent.steps[0]!.loss);
      descent.dispose();
    }
  }
  await expect.poll(() => memory().numTensors).toBe(before);
});

test('a rate that is too large is said to be, and ends where numbers end', async () => {
  const descent = new Descent({ ...two, rate: 3 });
  await descent.extendTo(500);
  expect(descent.lost).toBe(true);
  expect(descent.steps.length).toBeLessThan(500);
  expect(verdict(descent.steps, two.points).kind).toBe('diverging');
  expect(verdict(descent.steps.slice(0, 4), two.points).text).toContain('The learning rate is too large');
  const slow = new Descent({ ...two, rate: 0.4 });
  await slow.extendTo(80);
  expect(verdict(slow.steps.slice(0, 1), two.points).text).toMatch(/^At the start the loss is 0\.5\./);
  expect(verdict(slow.steps.slice(0, 2), two.points).text).toMatch(/^On the way down/);
  expect(verdict(slow.steps, two.points).kind).toBe('arrived');
});

test('numbers that are too large are not blamed on the rate', async () => {
  for (const [size, words] of [
    [1e25, /^No step can be computed: .* Standardize the points\.$/],
    [100, /^The numbers of x are too large for any learning rate of the slider/],
  ] as const) {
    const points = [
      { x: size, y: size },
      { x: 2 * size, y: 0 },
    ];
    const descent = new Descent({ ...two, points, rate: 0.001 });
    await descent.extendTo(30);
    expect(verdict(descent.steps, points)).toEqual({ kind: 'diverging', text: expect.stringMatching(words) });
  }
});

test('the surface has at each place the loss that a neuron has there', async () => {
  const range = rangeFor(two.points, two);
  const surface = await sampleSurface(two, { ...range, size: 5 });
  const [w, b] = [surface.w[0] + ((surface.w[1] - surface.w[0]) * 3) / 4, surface.b[0]];
  const descent = new Descent({ ...two, w, b });
  await descent.extendTo(1);
  expect(surface.loss[3]).toBeCloseTo(descent.steps[0]!.loss, 4);
});

test('the arithmetic names every number of the step', async () => {
  const descent = new Descent(two);
  await descent.extendTo(1);
  const said = await answers(two, { points: two.points, loss: two.loss });
  const lines = arithmetic(descent.steps[0]!, { ...two, said, chosen: 1 });
  expect(lines.map(({ numbers }) => numbers)).toEqual([
    '1 · 1 + 0 = 1',
    '1',
    '(0 + 1) / 2 = 0.5',
    '−1',
    '−1',
    '1 − 0.1 · (−1) = 1.1',
    '0 − 0.1 · (−1) = 0.1',
  ]);
});

test('cross entropy is offered only for answers between 0 and 1', () => {
  expect(fits('sigmoidCrossEntropy', PRESETS.yesNo.points())).toBe(true);
  expect(fits('sigmoidCrossEntropy', PRESETS.line.points())).toBe(false);
});

test.each(LOSSES)('the shares of the points sum to the gradients: %s', async (loss) => {
  const points = PRESETS.yesNo.points();
  const weights = { w: 0.8, b: -0.1 };
  const descent = new Descent({ ...two, points, loss, ...weights });
  await descent.extendTo(1);
  const shares = gradientShares(points, await answers(weights, { points, loss }), loss);
  const sum = (of: (share: (typeof shares)[number]) => number): number =>
    shares.reduce((total, one) => total + of(one), 0);
  expect(sum(({ w }) => w)).toBeCloseTo(descent.steps[0]!.gradientW, 5);
  expect(sum(({ b }) => b)).toBeCloseTo(descent.steps[0]!.gradientB, 5);
  descent.dispose();
});
