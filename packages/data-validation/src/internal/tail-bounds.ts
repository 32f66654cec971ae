import { quantile } from './column-statistics.js';

/** From where on values are far out, on either side. */
export type TailBounds = {
  readonly low: number;
  readonly high: number;
  /** Whether they are measured on the logarithmic scale. */
  readonly logarithmic: boolean;
  /** How many times as far from the median as the twentieth that is farthest on its side; 0 within it. */
  distance(value: number): number;
};

/**
 * Bounds that follow the shape of a column: `times` as far from the median as its 5 % and 95 % quantiles, each side by
 * itself. Positive values are measured on the logarithmic scale if they are more symmetric there. With 6 times, a normal
 * column has a value outside once in 10²² rows, an exponential one once in 10⁶.
 *
 * @param logarithm whether the logarithmic scale may be taken. Default true
 * @param sorted in ascending order; where 5 % and the median are equal, nothing is out on that side
 */
export function tailBounds(
  sorted: Float64Array,
  times: number,
  { logarithm = true }: { readonly logarithm?: boolean } = {},
): TailBounds {
  const plain = (value: number): number => value;
  const scale = logarithm && sorted[0]! > 0 && skewness(sorted, Math.log) < skewness(sorted, plain) ? Math.log : plain;
  const [low, middle, high] = quantiles(sorted, scale);
  const back = scale === Math.log ? Math.exp : plain;
  const distance = (value: number): number => {
    const at = scale === Math.log && value <= 0 ? Number.NEGATIVE_INFINITY : scale(value);
    const side = at < middle ? middle - low : high - middle;
    return side > 0 ? Math.abs(at - middle) / side : 0;
  };
  return {
    logarithmic: scale === Math.log,
    low: low < middle ? back(middle - times * (middle - low)) : Number.NEGATIVE_INFINITY,
    high: high > middle ? back(middle + times * (high - middle)) : Number.POSITIVE_INFINITY,
    distance,
  };
}

function quantiles(sorted: Float64Array, scale: (value: number) => number): readonly [number, number, number] {
  return [scale(quantile(sorted, 0.05)), scale(quantile(sorted, 0.5)), scale(quantile(sorted, 0.95))];
}

/** From 0 for equal sides to 1. */
function skewness(sorted: Float64Array, scale: (value: number) => number): number {
  const [low, middle, high] = quantiles(sorted, scale);
  return high === low ? 0 : Math.abs(high + low - 2 * middle) / (high - low);
}
