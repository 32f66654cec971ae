import { checkNumber, resolveOptions } from '@neurite/core';
import { abs, add, mul, type Scalar, square, sum, type Tensor } from '@tensorflow/tfjs-core';

/** How much large numbers cost. */
export type PenaltyOptions = {
  /** The factor of the sum of absolute values, of at least 0. Default 0. */
  readonly l1?: number;
  /** The factor of the sum of squares, of at least 0. Default 0. */
  readonly l2?: number;
};

/** @throws ArgumentError when a factor is below 0, or an option is unknown */
export function resolvePenalty(where: string, options: PenaltyOptions): Required<PenaltyOptions> {
  const { l1, l2 } = resolveOptions(where, options, { l1: 0, l2: 0 });
  checkNumber(where, 'l1', l1, { atLeast: 0 });
  checkNumber(where, 'l2', l2, { atLeast: 0 });
  return { l1, l2 };
}

/** `l1 · Σ |x| + l2 · Σ x²`. To be called in a scope. */
export function penaltyOf(x: Tensor, { l1, l2 }: Required<PenaltyOptions>): Scalar {
  const squares = (): Scalar => mul(sum(square(x)), l2);
  if (l1 === 0) return squares();
  const sizes: Scalar = mul(sum(abs(x)), l1);
  return l2 === 0 ? sizes : add(sizes, squares());
}
