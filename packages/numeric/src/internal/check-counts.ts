import { ArgumentError } from '@neurite/core/errors';

/**
 * Counts of two samples in the same categories, as shares.
 *
 * @throws ArgumentError when they are not finite counts of at least 0, differ in length, or a sample has none
 */
export function sharesOf(where: string, samples: Readonly<Record<string, ArrayLike<number>>>): readonly Float64Array[] {
  const lengths = Object.values(samples).map(({ length }) => length);
  return Object.entries(samples).map(([argument, counts]) => {
    const shares = new Float64Array(counts.length);
    shares.set(counts);
    const fail = (expected: string, received: string): ArgumentError =>
      new ArgumentError({ where, argument, expected, received });
    if (shares.length !== lengths[0]) throw fail(`have ${lengths[0]} categories`, String(shares.length));
    const wrong = shares.findIndex((count) => !(count >= 0 && count < Number.POSITIVE_INFINITY));
    if (wrong >= 0) throw fail('be finite and at least 0', `${shares[wrong]} at index ${wrong}`);
    const total = shares.reduce((sum, count) => sum + count, 0);
    if (total === 0) throw fail('have a count above 0', 'none');
    return shares.map((count) => count / total);
  });
}
