import type { Numbers } from './rules-cases.js';

/** The first number that is not near, in words: of an engine that adds in another order, and has functions of its own. */
export function faultsOf(name: string, found: Numbers, expected: Numbers): readonly string[] {
  if (found.length !== expected.length) return [`${name}: ${found.length} numbers instead of ${expected.length}`];
  const largest = expected.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    1,
  );
  const wrong = found.flatMap((value, i) => {
    const wanted = expected[i]!;
    const isNear = Object.is(value, wanted) || Math.abs(value - wanted) <= 2e-5 * largest + 2e-4 * Math.abs(wanted);
    return isNear ? [] : [`${name}, number ${i}: ${value} instead of ${wanted}`];
  });
  return wrong.slice(0, 1);
}
