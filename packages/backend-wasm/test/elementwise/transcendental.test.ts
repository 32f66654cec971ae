import {
  acos,
  acosh,
  asin,
  asinh,
  atan,
  atan2,
  atanh,
  cos,
  cosh,
  elu,
  exp,
  expm1,
  floorDiv,
  log,
  log1p,
  mod,
  pow,
  prelu,
  selu,
  sigmoid,
  sin,
  sinh,
  softplus,
  type Tensor,
  tan,
  tanh,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { generator, type Plain, runOn, useGuardedWasm } from '../support/engines.js';

beforeAll(async () => {
  await useGuardedWasm();
});

const TOLERANCE = 1e-5;
/** Below it float32 has no normal numbers; results may be 0 there. */
const SMALLEST_NORMAL = 2 ** -126;
const SPECIAL = [
  Number.NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  3.4e38,
  -3.4e38,
  1e-30,
  -1e-30,
  1e-40,
  -1e-40,
];

/** Numbers of every magnitude and sign, and those that are none. */
function numbers(seed: number, count = 3001): number[] {
  const draw = generator(seed);
  const drawn = Array.from({ length: count }, (_, i) => {
    const sign = draw() < 0.5 ? -1 : 1;
    // A third each: near 1, of any magnitude, and up to 100.
    const size = [draw() * 4, 2 ** (draw() * 250 - 125), draw() * 100][i % 3]!;
    return Math.fround(sign * size);
  });
  return [...SPECIAL.map(Math.fround), ...drawn];
}

function expectExact(actual: readonly number[], expected: readonly number[], given: (i: number) => string): void {
  const wrong = actual.findIndex((value, i) => !isExact(value, expected[i]!));
  expect(wrong < 0 ? 'exact' : `of ${given(wrong)}: ${actual[wrong]}, and not ${expected[wrong]}`).toBe('exact');
}

function isExact(actual: number, exact: number): boolean {
  const rounded = Math.fround(exact);
  if (Object.is(actual, rounded) || actual === rounded) return true;
  // At the end of what float32 holds, the last bit decides between a number and ∞.
  if (!Number.isFinite(rounded) || !Number.isFinite(actual)) {
    const [finite, other] = Number.isFinite(actual) ? [actual, rounded] : [rounded, actual];
    return Math.abs(finite) > 3.402e38 && finite > 0 === other > 0;
  }
  if (Math.abs(exact) < 1.5 * SMALLEST_NORMAL) return Math.abs(actual) < 1.5 * SMALLEST_NORMAL;
  return Math.abs(actual - exact) <= TOLERANCE * Math.abs(exact);
}

const plain = (values: readonly number[]): Plain => ({ values, shape: [values.length], dtype: 'float32' });

const SCALE = 1.0507009873554805;
const ALPHA = 1.6732632423543772;
const ofOne: Record<string, readonly [(x: Tensor) => Tensor, (x: number) => number]> = {
  acos: [acos, Math.acos],
  acosh: [acosh, Math.acosh],
  asin: [asin, Math.asin],
  asinh: [asinh, Math.asinh],
  atan: [atan, Math.atan],
  atanh: [atanh, Math.atanh],
  cos: [cos, Math.cos],
  cosh: [cosh, Math.cosh],
  elu: [elu, (x) => (x < 0 ? Math.expm1(x) : x)],
  exp: [exp, Math.exp],
  expm1: [expm1, Math.expm1],
  log: [log, Math.log],
  log1p: [log1p, Math.log1p],
  selu: [selu, (x) => SCALE * (x < 0 ? ALPHA * Math.expm1(x) : x)],
  sigmoid: [sigmoid, (x) => 1 / (1 + Math.exp(-x))],
  sin: [sin, Math.sin],
  sinh: [sinh, Math.sinh],
  softplus: [softplus, (x) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))],
  tan: [tan, Math.tan],
  tanh: [tanh, Math.tanh],
};

describe('functions of one number, against double precision', () => {
  it.each(Object.entries(ofOne))('%s', async (_, [operation, exact]) => {
    const values = numbers(1);
    const [y] = await runOn('wasm', (x) => operation(x!), [plain(values)]);
    expectExact(y!.values, values.map(exact), (i) => `${values[i]}`);
  });
});

describe('results do not depend on what lies beside', () => {
  const all = { ...ofOne, pow: [(x: Tensor) => pow(x, x), Math.pow] as const };
  it.each(Object.entries(all))('%s', async (_, [operation]) => {
    // Vectors of four, whose last is another each time.
    const draw = generator(5);
    const three = Array.from({ length: 200 }, () => [draw(), draw() * 9, draw() * 400].map(Math.fround));
    const others = numbers(4, 200);
    const run = async (other: (i: number) => number) => {
      const [y] = await runOn('wasm', (x) => operation(x!), [plain(three.flatMap((some, i) => [...some, other(i)]))]);
      return y!.values.filter((_, i) => i % 4 < 3);
    };
    expect(await run((i) => others[i]!)).toEqual(await run(() => 0.5));
  });
});

/** With the sign of the divisor. */
function modulo(a: number, b: number): number {
  const rest = a % b;
  return rest === 0 || rest < 0 === b < 0 ? rest : rest + b;
}

const ofTwo: Record<string, readonly [(a: Tensor, b: Tensor) => Tensor, (a: number, b: number) => number]> = {
  atan2: [atan2, Math.atan2],
  floorDiv: [floorDiv, (a, b) => Math.floor(a / b) | 0],
  mod: [mod, modulo],
  // IEEE 754 has 1 for these, JavaScript NaN.
  pow: [pow, (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b)],
  prelu: [prelu, (x, alpha) => (x < 0 ? alpha * x : x)],
};

describe('functions of two numbers, against double precision', () => {
  it.each(Object.entries(ofTwo))('%s', async (name, [operation, exact]) => {
    const [some, others] = [numbers(2), numbers(3)];
    // Each special number with each, then pairs; integers too.
    const a = [...SPECIAL.flatMap((x) => SPECIAL.map(() => Math.fround(x))), ...some, ...some, 7, -7, 7, -7, 2, -2, 10];
    const b = [
      ...SPECIAL.flatMap(() => SPECIAL.map(Math.fround)),
      ...others,
      ...some.map(Math.round),
      2,
      2,
      -2,
      -2,
      10,
      3,
      -2,
    ];
    const [y] = await runOn('wasm', (x, z) => operation(x!, z!), [plain(a), plain(b)]);
    const expected = a.map((x, i) => exact(x, b[i]!));
    // What is beyond int32 differs between machines.
    const known = name === 'floorDiv' ? a.map((x, i) => Math.abs(x / b[i]!) < 2 ** 31) : a.map(() => true);
    expectExact(
      y!.values.filter((_, i) => known[i]),
      expected.filter((_, i) => known[i]),
      (i) => `${a.filter((_, j) => known[j])[i]} and ${b.filter((_, j) => known[j])[i]}`,
    );
  });
});
