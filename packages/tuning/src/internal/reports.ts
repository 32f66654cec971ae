import type { ObservedTrial } from '../samplers/sampler.js';

type Reported = Pick<ObservedTrial, 'reports'>;

/** What a trial reported at a step; undefined when it did not. */
export function lossAt({ reports }: Reported, step: number): number | undefined {
  return reports.find((report) => report.step === step)?.loss;
}

/** The smallest loss of its reports up to a step; NaN where all are, infinity where there is none. */
export function bestUpTo({ reports }: Reported, step: number): number {
  const losses = reports.filter((report) => report.step <= step).map(({ loss }) => loss);
  const known = losses.filter((loss) => !Number.isNaN(loss));
  if (known.length === 0 && losses.length > 0) return Number.NaN;
  return known.reduce((best, loss) => Math.min(best, loss), Number.POSITIVE_INFINITY);
}
