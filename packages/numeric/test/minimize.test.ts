import { ArgumentError, NumericError } from '@neurite/core';
import { describe, expect, it } from 'vitest';
import fixture from '../../../fixtures/numeric/minimize.json' with { type: 'json' };
import { minimize, minimizeAsync, type ObjectiveResult } from '../src/index.js';

type Objective = (x: ArrayLike<number>) => ObjectiveResult;

/** Rosenbrock's valley: from each number to the next, 100 (xᵢ₊₁ − xᵢ²)² + (1 − xᵢ)². */
const rosenbrock: Objective = (x) => {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const [rise, rest] = [x[i + 1]! - x[i]! ** 2, 1 - x[i]!];
    value += 100 * rise ** 2 + rest ** 2;
    gradient[i]! += -400 * x[i]! * rise - 2 * rest;
    gradient[i + 1]! += 200 * rise;
  }
  return { value, gradient };
};

/** The ridge-penalized logistic regression of the fixture. */
const logistic: Objective = (weights) => {
  const { features, labels, penalty } = fixture;
  const gradient = Float64Array.from(weights, (w) => penalty * w);
  let value = 0;
  for (let i = 0; i < weights.length; i++) value += 0.5 * penalty * weights[i]! ** 2;
  for (const [i, row] of features.entries()) {
    const z = row.reduce((sum, x, j) => sum + x * weights[j]!, 0);
    value += Math.log1p(Math.exp(-Math.abs(z))) + Math.max(z, 0) - labels[i]! * z;
    const error = 1 / (1 + Math.exp(-z)) - labels[i]!;
    for (const [j, x] of row.entries()) gradient[j]! += error * x;
  }
  return { value, gradient };
};

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!)));
}

describe('minimize', () => {
  it.each([2, 10, 100])('finds the end of a valley of %i numbers', (size) => {
    const start = Array.from({ length: size }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    const found = minimize(rosenbrock, start, { gradientTolerance: 1e-10 });
    expect(found.reason).toBe('gradient');
    expect(distance(found.x, new Float64Array(size).fill(1))).toBeLessThan(1e-9);
    expect(found.evaluations).toBeLessThan(60 + 8 * size);
  });

  it('finds the weights of a logistic regression that SciPy finds', () => {
    const found = minimize(logistic, new Float64Array(fixture.weights.length), { gradientTolerance: 1e-11 });
    expect(found.reason).toBe('gradient');
    expect(distance(found.x, fixture.weights)).toBeLessThan(1e-10);
    expect(Math.abs(found.value - fixture.value)).toBeLessThan(1e-10 * fixture.value);
  });

  it('takes a million numbers', () => {
    const objective: Objective = (x) => {
      const gradient = new Float64Array(x.length);
      let value = 0;
      for (let i = 0; i < x.length; i++) {
        gradient[i] = (1 + (i % 2)) * (x[i]! - i);
        value += 0.5 * gradient[i]! * (x[i]! - i);
      }
      return { value, gradient };
    };
    const { x, reason } = minimize(objective, new Float64Array(1e6), { memory: 2, gradientTolerance: 1e-6 });
    expect(reason).toBe('gradient');
    expect(x.findIndex((xi, i) => Math.abs(xi - i) > 1e-6)).toBe(-1);
  });

  it('steps back from where the function is not finite', () => {
    // −ln x + x is not defined below 0, where the first steps lead.
    const found = minimize(([x = 0]) => ({ value: x - Math.log(x), gradient: [1 - 1 / x] }), [1e-3]);
    expect(found.x[0]).toBeCloseTo(1, 7);
  });

  it('gives the same for a function that answers later', async () => {
    const start = [-1.2, 1, 0.5];
    expect(await minimizeAsync(async (x) => rosenbrock(x), start)).toEqual(minimize(rosenbrock, start));
  });

  it('says why it ended', () => {
    const start = [-1.2, 1];
    expect(minimize(rosenbrock, [1, 1])).toMatchObject({ reason: 'gradient', iterations: 0, evaluations: 1 });
    expect(minimize(rosenbrock, start, { maxIterations: 3 })).toMatchObject({ reason: 'iterations', iterations: 3 });
    expect(minimize(rosenbrock, start, { valueTolerance: 1e-3 }).reason).toBe('value');
    // A gradient that points the wrong way.
    const wrong: Objective = (x) => ({ value: x[0]! ** 2, gradient: [-2 * x[0]!] });
    expect(minimize(wrong, [1])).toMatchObject({ reason: 'progress', value: 1 });
  });

  it('lets the gradient decide where rounding hides differences of the value', () => {
    // A value of float32, whose steps are 2⁻²³ of it, next to a large constant.
    const single: Objective = (x) => {
      const { value, gradient } = rosenbrock(x);
      return { value: Math.fround(value + 1000), gradient };
    };
    const evaluations = (rounding: number) => minimize(single, [-1.2, 1], { rounding }).evaluations;
    const found = minimize(single, [-1.2, 1], { rounding: 2 ** -23 });
    expect(found.reason).toBe('gradient');
    expect(found.x[0]).toBeCloseTo(1, 7);
    expect(evaluations(0)).toBeGreaterThan(2 * found.evaluations);
    expect(() => minimize(single, [0, 0], { rounding: -1 })).toThrow(
      'minimize: `rounding` must be a finite number of at least 0; received -1.',
    );
  });

  it('is not confused by a function that changes its point', () => {
    const objective = (x: Float64Array): ObjectiveResult => {
      const result = rosenbrock(x);
      x.fill(7);
      return result;
    };
    expect(minimize(objective, [-1.2, 1]).x).toEqual(minimize(rosenbrock, [-1.2, 1]).x);
  });

  it.each<[() => unknown, new (...args: never[]) => Error, string]>([
    [
      () => minimize(rosenbrock, [1, 2], { memory: 0 }),
      ArgumentError,
      'minimize: `memory` must be an integer of at least 1; received 0.',
    ],
    [
      () => minimize(rosenbrock, [1, 2], { maxIterations: 1.5 }),
      ArgumentError,
      'minimize: `maxIterations` must be an integer of at least 0; received 1.5.',
    ],
    [
      () => minimize(rosenbrock, [1, 2], { gradientTolerance: -1 }),
      ArgumentError,
      'minimize: `gradientTolerance` must be a finite number of at least 0; received -1.',
    ],
    [
      () => minimize(rosenbrock, [1, 2], { valueTolerance: Number.NaN }),
      ArgumentError,
      'minimize: `valueTolerance` must be a finite number of at least 0; received NaN.',
    ],
    [
      () => minimize(() => ({ value: 1, gradient: [1] }), [1, 2]),
      ArgumentError,
      'minimize: `objective` must give a gradient of 2 elements; received one of 1.',
    ],
    [
      () => minimize(rosenbrock, [Number.NaN, 2]),
      NumericError,
      'minimize: the value or the gradient at the first point is not finite. Start where the function is defined.',
    ],
  ])('refuses %s', (call, type, message) => {
    expect(call).toThrow(type);
    expect(call).toThrow(message);
  });
});
