import type { Scalar } from '../space/space.js';

/**
 * One hyperparameter as samplers see it: a number from 0 to 1. Integers, steps and choices have `levels`, the k-th of which
 * is what lies in [k / levels, (k + 1) / levels); only `log` integers have levels of different widths.
 */
export type Axis = {
  /** The names that lead to it: `optimizer.sgd.momentum`. */
  readonly path: string;
  /** Whether its values have no order. */
  readonly isCategorical: boolean;
  /** How many values it has; infinity for numbers without a step. */
  readonly levels: number;
  /** It is there only where the axis of this index has this value. */
  readonly condition: { readonly axis: number; readonly value: Scalar } | undefined;
  /** The value at a position from 0 to 1. */
  valueAt(position: number): Scalar;
  /** The position of a value, in the middle of what it takes; undefined for what is no value of it. */
  positionOf(value: unknown): number | undefined;
  /** From where to where the value at a position reaches: an empty range for numbers without a step. */
  rangeAt(position: number): readonly [number, number];
  /** The middle of what a level takes; only where there are finitely many. */
  positionAt(level: number): number;
};
