import type { RandomStream } from '@neurite/core';
import { fill, type Nd, sizeOf } from './nd.js';

/** What is special about drawn inputs. */
export type Kind = (typeof kinds)[number];

/** All kinds. */
export const kinds = ['plain', 'one', 'none', 'zero', 'tied', 'huge', 'tiny', 'infinite', 'nan'] as const;

/** Values that replace some of the drawn ones. */
const specials: Readonly<Partial<Record<Kind, readonly number[]>>> = {
  zero: [0, -0],
  tied: [-1.5, -1, -0.5, 0.5, 1, 1.5],
  huge: [1e18, -1e18, 2e12, -2e12],
  tiny: [1e-40, -1e-40, 1e-30],
  infinite: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  nan: [Number.NaN],
};

/** Whether a sum of their products is finite depends on the order of its terms. */
const hugeAlone: readonly number[] = [1e30, -1e30, 3e38, -3e38];

/**
 * Draws the inputs of one call. A kind with special values draws the same shapes and choices as the plain one, so that
 * only values differ.
 */
export class Draw {
  readonly #choices: RandomStream;
  readonly #values: RandomStream;
  readonly #specials: readonly number[] | undefined;
  readonly kind: Kind;
  readonly #empty: number;
  #sizes = 0;

  /**
   * @param elementwise nothing is summed
   * @param empty which of the axes that may be any has size 0 in the kind `none`, counted from 0
   */
  constructor(
    random: RandomStream,
    kind: Kind,
    { elementwise = false, empty = 0 }: { readonly elementwise?: boolean | undefined; readonly empty?: number } = {},
  ) {
    this.#empty = empty;
    this.#specials = kind === 'huge' && elementwise ? hugeAlone : specials[kind];
    this.#choices = random.child('choices');
    this.#values = random.child('values');
    this.kind = kind;
  }

  /** The number of axes so far that may be any. */
  get sizes(): number {
    return this.#sizes;
  }

  /** The size of an axis that may be any: 1 in the kind `one`, and 0 for one axis in the kind `none`. */
  size(low = 2, high = 5): number {
    const drawn = this.some(low, high);
    const index = this.#sizes++;
    if (this.kind === 'one') return 1;
    return this.kind === 'none' && index === this.#empty ? 0 : drawn;
  }

  /** An integer from `low` to `high`, of any kind. */
  some(low: number, high: number): number {
    return low + this.#choices.integer(high - low + 1);
  }

  /** One of several. */
  pick<T>(...options: readonly T[]): T {
    return options[this.#choices.integer(options.length)]!;
  }

  /** A permutation of 0 to `count` − 1. */
  permutation(count: number): number[] {
    return [...this.#choices.permutation(count)];
  }

  /** A shape of some axes. */
  shape(axes: number): number[] {
    return Array.from({ length: axes }, () => this.size());
  }

  /** A shape of `low` to `high` axes; of at least one in the kinds that are about sizes. */
  shapeOf(low: number, high: number): number[] {
    const axes = this.some(low, high);
    return this.shape(this.kind === 'one' || this.kind === 'none' ? Math.max(axes, 1) : axes);
  }

  /** float32 numbers between `low` and `high`, some of them replaced by special ones. */
  floats(shape: readonly number[], low = -2, high = 2): Nd {
    const special = this.#specials;
    const { data } = fill(shape, () => {
      const value = low + (high - low) * this.#values.uniform();
      if (special === undefined || this.#values.uniform() > 0.4) return Math.fround(value);
      return Math.fround(special[this.#values.integer(special.length)]!);
    });
    // At least one, at an index of its own.
    if (special !== undefined && data.length > 0)
      data[this.#values.integer(data.length)] = Math.fround(special[this.#values.integer(special.length)]!);
    return { shape, data, dtype: 'float32' };
  }

  /** float32 numbers that stay as they are in every kind. */
  plain(shape: readonly number[], low = -2, high = 2): Nd {
    return fill(shape, () => Math.fround(low + (high - low) * this.#values.uniform()));
  }

  /** Integers from `low` to below `high`. */
  integers(shape: readonly number[], high: number, low = 0): Nd {
    return fill(shape, () => low + this.#values.integer(high - low), 'int32');
  }

  /** Distinct integers from 0 to below `high`. */
  distinct(shape: readonly number[], high: number): Nd {
    const order = this.#values.permutation(high).slice(0, sizeOf(shape));
    return { shape, data: Float64Array.from(order), dtype: 'int32' };
  }

  /** Booleans. */
  bools(shape: readonly number[]): Nd {
    return fill(shape, () => this.#values.integer(2), 'bool');
  }
}

/** The same numbers, with no gradient by them. */
export function constant(x: Nd): Nd {
  return { ...x, constant: true };
}
