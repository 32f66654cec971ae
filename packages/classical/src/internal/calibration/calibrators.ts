import { minimize } from '@neurite/numeric';
import { sigmoid } from '../boosting/losses.js';

/**
 * The a and b of σ(a s + b) with the smallest cross entropy against targets that are drawn a little towards the middle, as if
 * one more row of each kind had been seen.
 *
 * @param weights undefined where all are 1
 */
export function sigmoidCalibrator(
  scores: Float64Array,
  hits: Float64Array,
  weights: Float64Array | undefined,
): Float64Array {
  let positives = 0;
  let negatives = 0;
  for (let row = 0; row < hits.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    if (hits[row] === 1) positives += weight;
    else negatives += weight;
  }
  const high = (positives + 1) / (positives + 2);
  const low = 1 / (negatives + 2);
  // Scores that are far from 0 would need a step of another size.
  const scale = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 1);
  const { x } = minimize(
    ([a = 0, b = 0]) => {
      let value = 0;
      const gradient = [0, 0];
      for (let row = 0; row < hits.length; row++) {
        const weight = weights === undefined ? 1 : weights[row]!;
        const own = scores[row]! / scale;
        const score = a * own + b;
        const target = hits[row] === 1 ? high : low;
        value += weight * (Math.max(score, 0) + Math.log1p(Math.exp(-Math.abs(score))) - target * score);
        const error = weight * (sigmoid(score) - target);
        gradient[0]! += error * own;
        gradient[1]! += error;
      }
      return { value, gradient };
    },
    [0, Math.log((positives + 1) / (negatives + 1))],
    { gradientTolerance: 1e-8 * hits.length },
  );
  return Float64Array.of(x[0]! / scale, x[1]!);
}

/**
 * The curve that does not fall with the smallest squared differences from the targets, by pooling neighbors that fall: pairs
 * of a score and a value, of the ends of each level part.
 */
export function isotonicCalibrator(
  scores: Float64Array,
  hits: Float64Array,
  weights: Float64Array | undefined,
): Float64Array {
  const order = Array.from(scores.keys())
    .filter((row) => weights?.[row] !== 0)
    .sort((a, b) => scores[a]! - scores[b]!);
  const pools: { low: number; high: number; sum: number; weight: number }[] = [];
  for (let i = 0; i < order.length; ) {
    const low = scores[order[i]!]!;
    let pool = { low, high: low, sum: 0, weight: 0 };
    // Equal scores have one value.
    for (; i < order.length && scores[order[i]!] === low; i++) {
      const weight = weights === undefined ? 1 : weights[order[i]!]!;
      pool.sum += weight * hits[order[i]!]!;
      pool.weight += weight;
    }
    for (
      let last = pools.at(-1);
      last !== undefined && last.sum / last.weight >= pool.sum / pool.weight;
      last = pools.at(-1)
    ) {
      pool = { low: last.low, high: pool.high, sum: last.sum + pool.sum, weight: last.weight + pool.weight };
      pools.pop();
    }
    pools.push(pool);
  }
  return Float64Array.from(
    pools.flatMap(({ low, high, sum, weight }) =>
      low === high ? [low, sum / weight] : [low, sum / weight, high, sum / weight],
    ),
  );
}
