import { expect, it } from 'vitest';
import { caseName } from '../src/case-name.js';
import type { CaseResult } from '../src/case-result.js';
import { formatDistance, formatGoals } from '../src/goals.js';

const result = (title: string, medians: Readonly<Record<string, number | number[]>>, row?: string): CaseResult => ({
  case: title,
  ...(row === undefined ? {} : { row }),
  measurements: Object.entries(medians).map(([name, time]) => {
    const times = [time].flat();
    const median = times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
    return { name, median, quartiles: [median, median], times };
  }),
  absent: [],
});
const run = [
  result(caseName('mlp', 'train'), { neurite: 30, 'neurite, 2 threads': 15, 'jax-js jit': 60, PyTorch: 10 }),
  result('matMul 1024: A · B', { neurite: 100, 'peak of a core, relaxed_madd': 85 }),
  result('matMul 1024: Aᵀ · B', { neurite: 120 }),
  result('kernel Add [2]', { neurite: 1, 'tfjs wasm': 2 }, 'Add'),
  result('kernel Exp [2]', { neurite: 3, 'tfjs wasm': 2 }, 'Exp'),
];

it('says for each goal that was measured what is, what should be, and whether it was reached', () => {
  expect(formatGoals(run, { fused: false }).slice(1)).toEqual([
    expect.stringMatching(/^MLP, train step ÷ jax-js jit +0\.50 +≤ 0\.60 {2}reached$/),
    expect.stringMatching(/^matMul 1024, the slowest transposed form ÷ plain +1\.20 +≤ 1\.10 {2}not reached$/),
    expect.stringMatching(/^matMul 1024, of the peak .* +85 % +≥ 80 % {2}reached$/),
    expect.stringMatching(/^MLP, times as fast on two threads +2\.00 +≥ 1\.70 {2}reached$/),
    expect.stringMatching(/^kernels more than .* as tfjs wasm's +1 +≤ 0 {2}not reached$/),
  ]);
});

it('tells the gain of a second thread also from those turns alone in which the machine gave two cores', () => {
  const [, all, some] = formatGoals(
    [
      result(caseName('mlp', 'train'), {
        neurite: [30, 30, 34],
        'neurite, 2 threads': [31, 20, 17],
        'peak of two cores': [10, 8, 5],
        'peak of a core, relaxed_madd': [10, 10, 10],
      }),
    ],
    { fused: true },
  );
  expect(all).toMatch(/^MLP, times as fast on two threads +1\.50 +≥ 1\.70 {2}not reached$/);
  expect(some).toMatch(/^ {2}in 1 of 3 turns that had two cores +2\.00 +≥ 1\.70 {2}reached$/);
});

it('asks more of a runtime with relaxed SIMD', () => {
  expect(formatGoals(run, { fused: true })[1]).toMatch(/0\.50 +≤ 0\.40 {2}not reached$/);
});

it('says nothing of what was not measured', () => {
  expect(formatGoals([], { fused: true })).toEqual([]);
  expect(formatDistance([])).toEqual([]);
});

it('tells the distance to native libraries and to the peak', () => {
  expect(formatDistance(run).slice(1)).toEqual([
    expect.stringMatching(/^MLP: train step with Adam +3\.00 +– +–$/),
    expect.stringMatching(/^matMul 1024: A · B +– +– +85 %$/),
  ]);
  for (const line of [...formatGoals(run, { fused: false }), ...formatDistance(run)]) {
    expect(line.length).toBeLessThanOrEqual(76);
  }
});
