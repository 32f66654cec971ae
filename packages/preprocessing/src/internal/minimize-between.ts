import type { Steps } from './steps.js';

const GOLDEN = (3 - Math.sqrt(5)) / 2;

/**
 * The minimum of a function of one number within an interval: Brent's method, parabolas through the three best points,
 * golden sections where they do not help.
 *
 * @see Brent, "Algorithms for Minimization Without Derivatives", 1973, chapter 5
 */
export function* minimizeBetween(
  f: (x: number) => Steps<number>,
  low: number,
  high: number,
  tolerance = 1e-9,
): Steps<number> {
  let [a, b] = [low, high];
  let best = a + GOLDEN * (b - a);
  let [second, third] = [best, best];
  let fBest = yield* f(best);
  let [fSecond, fThird] = [fBest, fBest];
  let step = 0;
  let before = 0;
  for (let iteration = 0; iteration < 500; iteration++) {
    const middle = (a + b) / 2;
    const small = tolerance * (Math.abs(best) + 1);
    if (Math.abs(best - middle) <= 2 * small - (b - a) / 2) break;
    let golden = true;
    if (Math.abs(before) > small) {
      const r = (best - second) * (fBest - fThird);
      const q = (best - third) * (fBest - fSecond);
      const p = (best - third) * q - (best - second) * r;
      const denominator = 2 * (q - r);
      const parabolic = -p / denominator;
      const to = best + parabolic;
      if (denominator !== 0 && Math.abs(parabolic) < Math.abs(before) / 2 && to > a && to < b) {
        before = step;
        // Not closer to an end than what can be told apart.
        step = to - a < 2 * small || b - to < 2 * small ? small * Math.sign(middle - best) : parabolic;
        golden = false;
      }
    }
    if (golden) {
      before = best < middle ? b - best : a - best;
      step = GOLDEN * before;
    }
    const x = best + (Math.abs(step) >= small ? step : small * (Math.sign(step) || 1));
    const fx = yield* f(x);
    if (fx <= fBest) {
      if (x < best) b = best;
      else a = best;
      [third, fThird, second, fSecond, best, fBest] = [second, fSecond, best, fBest, x, fx];
    } else {
      if (x < best) a = x;
      else b = x;
      if (fx <= fSecond || second === best) [third, fThird, second, fSecond] = [second, fSecond, x, fx];
      else if (fx <= fThird || third === best || third === second) [third, fThird] = [x, fx];
    }
  }
  return best;
}
