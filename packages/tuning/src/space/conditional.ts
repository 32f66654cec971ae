import { ArgumentError, describeValue } from '@neurite/core';
import type { ConditionalDimension, Variants } from './space.js';

/**
 * A hyperparameter with variants, each of which has hyperparameters of its own. Its value is that of the variant, with the
 * name of the variant as `kind`, so that TypeScript knows which ones are there.
 *
 * @param variants the space of each, by name; an empty one where a variant has none
 * @throws ArgumentError when there is no variant, or one has a hyperparameter named `kind`
 * @example
 * const space = { optimizer: conditional({ adam: {}, sgd: { momentum: float(0, 0.99) } }) };
 * const momentumOf = ({ optimizer }: Values<typeof space>): number =>
 *   optimizer.kind === 'sgd' ? optimizer.momentum : 0;
 */
export function conditional<const V extends Variants>(variants: V): ConditionalDimension<V> {
  const isRecord = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isRecord(variants) || Object.keys(variants).length === 0 || !Object.values(variants).every(isRecord)) {
    throw new ArgumentError({
      where: 'conditional',
      argument: 'variants',
      expected: 'be a record of spaces, one or more',
      received: describeValue(variants),
    });
  }
  const named = Object.entries(variants).find(([, space]) => 'kind' in space);
  if (named !== undefined) {
    throw new ArgumentError({
      where: 'conditional',
      problem: `the variant ${named[0]} has a hyperparameter named kind, which is the name of the variant in its values`,
    });
  }
  return { kind: 'conditional', variants };
}
