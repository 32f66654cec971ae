import { checkChoice, describeValue, resolveOptions } from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';

export type AdjustPValuesOptions = {
  /**
   * What stays below the level after the adjustment: the probability of a single false finding (`holm`, `bonferroni`,
   * and `hochberg`, which is for independent tests), or the expected share of false ones among the findings
   * (`benjaminiHochberg`, for independent tests, and `benjaminiYekutieli`). Default `holm`.
   */
  readonly method?: 'holm' | 'bonferroni' | 'hochberg' | 'benjaminiHochberg' | 'benjaminiYekutieli';
};

/**
 * Adjusts p-values for the number of tests: a test is significant at a level when its adjusted p-value is at most that
 * level. With p₁ ≤ … ≤ pₘ: Holm max (m − i + 1) pᵢ over i ≤ k, Hochberg min (m − i + 1) pᵢ over i ≥ k,
 * Benjamini–Hochberg min (m / i) pᵢ over i ≥ k, Benjamini–Yekutieli the same times Σ 1 / j, Bonferroni m pₖ; at most 1.
 *
 * @param pValues of tests, within [0, 1]
 * @returns in the order of the tests
 * @throws ArgumentError when a p-value is not within [0, 1]
 * @example
 * console.log(adjustPValues([0.01, 0.04, 0.03])); // 0.03, 0.06, 0.06
 * @see Holm, "A simple sequentially rejective multiple test procedure", 1979; Benjamini and Hochberg, "Controlling the
 *   false discovery rate", 1995
 */
export function adjustPValues(pValues: ArrayLike<number>, options: AdjustPValuesOptions = {}): Float64Array {
  const { method } = resolveOptions('adjustPValues', options, { method: 'holm' });
  checkChoice('adjustPValues', 'method', method, Object.keys(FACTORS) as readonly (keyof typeof FACTORS)[]);
  const count = pValues.length;
  const p = Float64Array.from(pValues);
  const wrong = p.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) {
    const received = `${describeValue(p[wrong])} at index ${wrong}`;
    throw new ArgumentError({ where: 'adjustPValues', argument: 'pValues', expected: 'be within [0, 1]', received });
  }
  const { factor, direction } = FACTORS[method](count);
  const order = Uint32Array.from(p, (_, i) => i).sort((i, j) => p[i]! - p[j]!);
  const adjusted = new Float64Array(count);
  // From the smallest up the largest so far, from the largest down the smallest so far, so that the order is kept.
  let last = direction === 'up' ? 0 : 1;
  for (let step = 0; step < count; step++) {
    const rank = direction === 'up' ? step + 1 : count - step;
    const index = order[rank - 1]!;
    const value = Math.min(1, factor(rank) * p[index]!);
    last = direction === 'up' ? Math.max(last, value) : Math.min(last, value);
    adjusted[index] = last;
  }
  return adjusted;
}

type Method = NonNullable<AdjustPValuesOptions['method']>;

/** By what the p-value of a rank, from 1 for the smallest, is multiplied. */
const FACTORS: Readonly<
  Record<Method, (count: number) => { readonly factor: (rank: number) => number; readonly direction: 'up' | 'down' }>
> = {
  holm: (count) => ({ factor: (rank) => count - rank + 1, direction: 'up' }),
  bonferroni: (count) => ({ factor: () => count, direction: 'up' }),
  hochberg: (count) => ({ factor: (rank) => count - rank + 1, direction: 'down' }),
  benjaminiHochberg: (count) => ({ factor: (rank) => count / rank, direction: 'down' }),
  benjaminiYekutieli: (count) => {
    let harmonic = 0;
    for (let i = 1; i <= count; i++) harmonic += 1 / i;
    return { factor: (rank) => (harmonic * count) / rank, direction: 'down' };
  },
};
