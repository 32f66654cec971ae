import { checkChoice, type Metric, type MetricTotals, resolveOptions } from '@neurite/core';
import {
  broadcastTo,
  divNoNan,
  mul,
  reshape,
  scalar,
  square,
  stack,
  sub,
  sum,
  type Tensor,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { judgeWeights, wrongWeights } from './faults.js';
import { weighPair } from './mean-metric.js';

/** How the values of several outputs become one number. */
export type OutputsOptions = {
  /** `uniform`: their mean. `variance`: their mean by the variance of the targets. `none`: one for each. Default `uniform`. */
  readonly average?: 'uniform' | 'variance' | undefined;
};

/** The options for one number for each output. */
export type EachOutput = { readonly average: 'none' };

/** Number of samples, means, and sums of the products of deviations of predictions p, targets t and errors e = t − p. */
export type Moments = {
  readonly n: number;
  readonly p: number;
  readonly t: number;
  readonly e: number;
  readonly pp: number;
  readonly tt: number;
  readonly pt: number;
  readonly ee: number;
};
/** Of a batch and an output: n, three centers, three sums of deviations from them, four sums of products of these. */
const SIZE = 11;
/** How far apart equal numbers may be, relative to them: their means are rounded to float32. */
const RELATIVE = 2 ** -23;

/**
 * A metric of the moments of each output. Deviations are taken from about the mean of a batch; how far it is from the mean
 * itself is summed up too, and batches are joined in float64, so that numbers far from 0 keep their digits.
 *
 * @throws ArgumentError
 */
export function momentsMetric(
  name: string,
  value: (moments: Moments) => number,
  options: OutputsOptions | EachOutput,
): Metric<number> & Metric<number[]> {
  const { average } = resolveOptions(name, options as OutputsOptions, { average: 'uniform' }) as {
    average: 'uniform' | 'variance' | 'none';
  };
  checkChoice(name, 'average', average, ['uniform', 'variance', 'none']);
  const metric: Metric<number | number[]> = {
    name,
    combine: { moments: 'concat', outputs: 'maximum' },
    statistics: (predictions, targets, { weights } = {}) =>
      tidy(() => {
        const { shape } = predictions;
        const batch = shape[0] ?? 1;
        const outputs = batch === 0 ? 0 : predictions.size / batch;
        const input = weighPair(name, { predictions, targets, weights });
        const rows = (x: Tensor): Tensor => reshape(x, [batch, outputs]);
        const counts = input.weights === undefined ? undefined : rows(input.weights);
        return {
          moments: batch === 0 ? zeros([0, SIZE]) : momentsOf(rows(input.predictions), rows(input.targets), counts),
          outputs: scalar(batch === 0 ? Number.NEGATIVE_INFINITY : outputs),
          wrongWeights: wrongWeights(weights),
        };
      }),
    value: (totals) => {
      judgeWeights(name, totals.wrongWeights![0]!);
      const all = joined(totals).filter(({ n }) => n !== 0);
      const values = all.map(value);
      if (average === 'none') return values;
      const constant = all.every(({ tt }) => tt === 0); // then all outputs count the same, as in scikit-learn
      const weights = all.map(({ tt }) => (average === 'uniform' || constant ? 1 : tt));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return values.reduce((sum, one, i) => sum + one * (weights[i]! / total), values.length === 0 ? Number.NaN : 0);
    },
  };
  return metric as Metric<number> & Metric<number[]>; // of the average that was chosen
}

/** One row for each output, [outputs, SIZE]. */
function momentsOf(p: Tensor, t: Tensor, weights: Tensor | undefined): Tensor {
  const weighed = (x: Tensor): Tensor => (weights === undefined ? x : mul(x, weights));
  const n = weights === undefined ? broadcastTo(scalar(p.shape[0]!), [1, p.shape[1]!]) : sum(mul(weights, 1), 0, true);
  const e = sub(t, p);
  const centers = [p, t, e].map((x) => divNoNan(sum(weighed(x), 0, true), n)) as [Tensor, Tensor, Tensor];
  const [dp, dt, de] = [sub(p, centers[0]), sub(t, centers[1]), sub(e, centers[2])] as [Tensor, Tensor, Tensor];
  const sums = [dp, dt, de, square(dp), square(dt), mul(dp, dt), square(de)].map((x) => sum(weighed(x), 0));
  return stack([n, ...centers].map((x) => reshape(x, [-1])).concat(sums), 1);
}

function joined({ moments, outputs }: MetricTotals): Moments[] {
  const count = Math.max(outputs![0] ?? 0, 0);
  const batches = count === 0 ? 0 : moments!.length / (SIZE * count);
  return Array.from({ length: count }, (_, output) => {
    let all: Moments = { n: 0, p: 0, t: 0, e: 0, pp: 0, tt: 0, pt: 0, ee: 0 };
    for (let batch = 0; batch < batches; batch++) {
      const at = (batch * count + output) * SIZE;
      if (moments![at] !== 0) all = together(all, aroundMeans(moments!.subarray(at, at + SIZE)));
    }
    const { n, p, t, e, pp, tt, pt, ee } = all;
    return { n, p, t, e, pp: settled(pp, n, p), tt: settled(tt, n, t), pt, ee: settled(ee, n, e) };
  });
}

/** What was summed up around centers, around the means. */
function aroundMeans(row: Float64Array): Moments {
  const [n, p, t, e, dp, dt, de, pp, tt, pt, ee] = row as unknown as number[] & { readonly length: typeof SIZE };
  return {
    n: n!,
    p: p! + dp! / n!,
    t: t! + dt! / n!,
    e: e! + de! / n!,
    pp: pp! - (dp! * dp!) / n!,
    tt: tt! - (dt! * dt!) / n!,
    pt: pt! - (dp! * dt!) / n!,
    ee: ee! - (de! * de!) / n!,
  };
}

/** A sum of squares; 0 where it is only rounding. */
function settled(squares: number, n: number, mean: number): number {
  return squares <= n * (RELATIVE * mean) ** 2 ? 0 : squares;
}

/** Chan, Golub and LeVeque 1979. */
function together(a: Moments, b: Moments): Moments {
  const n = a.n + b.n;
  const share = b.n / n;
  const [dp, dt, de] = [b.p - a.p, b.t - a.t, b.e - a.e];
  const between = a.n * share;
  return {
    n,
    p: a.p + dp * share,
    t: a.t + dt * share,
    e: a.e + de * share,
    pp: a.pp + b.pp + dp * dp * between,
    tt: a.tt + b.tt + dt * dt * between,
    pt: a.pt + b.pt + dp * dt * between,
    ee: a.ee + b.ee + de * de * between,
  };
}

/** `1 − part / whole`; where whole is 0, 1 for 0/0 and else 0, as in scikit-learn. */
export function explained(part: number, whole: number): number {
  if (whole === 0) return part === 0 ? 1 : 0;
  return 1 - part / whole;
}
