import type { Tails } from '../special/tails.js';
import { lentz } from './incomplete-gamma.js';
import { binomialMass, type Point } from './saddle-point.js';

/** Iₓ(a, b) and 1 − Iₓ(a, b) for a > 0 and b > 0. */
export function incompleteBeta(a: number, b: number, { x, y }: Point): Tails {
  if (x === 0) return { lower: 0, upper: 1 };
  if (y === 0) return { lower: 1, upper: 0 };
  const lowerFirst = x < (a + 1) / (a + b + 2);
  const direct = lowerFirst ? lowerTail(a, b, { x, y }) : lowerTail(b, a, { x: y, y: x });
  // Of 1 − direct, little is left where direct is almost all: its own fraction converges there too, in more steps.
  const other = direct < 0.9 ? 1 - direct : lowerFirst ? lowerTail(b, a, { x: y, y: x }) : lowerTail(a, b, { x, y });
  return lowerFirst ? { lower: direct, upper: other } : { lower: other, upper: direct };
}

/** By the continued fraction of Press et al., "Numerical recipes", section 6.4. */
function lowerTail(a: number, b: number, point: Point): number {
  const { x } = point;
  const fraction = lentz(1, (k) => {
    const m = k >> 1;
    const numerator =
      k % 2 === 0
        ? (m * (b - m) * x) / ((a + k - 1) * (a + k))
        : (-(a + m) * (a + b + m) * x) / ((a + k - 1) * (a + k));
    return { numerator, denominator: 1 };
  });
  return binomialMass(a, b, point) * (b / (a + b)) * fraction;
}
