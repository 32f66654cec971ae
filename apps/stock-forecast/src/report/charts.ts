import { type Chart, forecastBands, intervalCurves } from '@neurite/charts';
import { LEVELS, MEDIAN } from '../forecasters/forecaster.js';
import type { Compared } from '../measures/compare-models.js';
import type { Fan } from '../predict/fan.js';
import type { Findings } from '../run/findings.js';

const LAST = LEVELS.length - 1;

/** The next steps, after those that came last. */
export function fanChart({ series, title, past, times, quantiles }: Fan): Chart {
  const [before, after] = [past.values.map(() => Number.NaN), times.map(() => Number.NaN)];
  const column = (q: number): number[] => [...before, ...quantiles.map((own) => own[q]!)];
  return forecastBands(
    {
      time: [...past.times, ...times].map((time) => new Date(time)),
      actual: [...past.values, ...after],
      forecast: column(MEDIAN),
      bands: [
        { level: 0.8, lower: column(0), upper: column(LAST) },
        { level: 0.5, lower: column(1), upper: column(LAST - 1) },
      ],
    },
    { title: `${series}: the next ${times.length} steps by ${title}`, quantity: series, axis: 'date' },
  );
}

/** What a model forecast of the last fold, one step and as many as there are ahead, beside what came. */
export function foldCharts({ set, plan, forecasts }: Findings, { name, title }: Compared): readonly Chart[] {
  const { horizon } = plan.task;
  const fold = forecasts[name]!.at(-1)!.series[0];
  if (fold === undefined) return [];
  const series = set.series.find((one) => one.name === fold.name)!;
  return [...new Set([1, horizon])].map((h) => {
    const column = (q: number): number[] =>
      fold.origins.map(
        (origin, i) => series.values[origin]! * Math.exp(fold.quantiles[(i * horizon + h - 1) * LEVELS.length + q]!),
      );
    return forecastBands(
      {
        time: fold.origins.map((origin) => new Date(series.times[origin + h]!)),
        actual: fold.origins.map((origin) => series.values[origin + h]!),
        forecast: column(MEDIAN),
        bands: [{ level: 0.8, lower: column(0), upper: column(LAST) }],
      },
      {
        title: `${series.name}, ${h} ${h === 1 ? 'step' : 'steps'} ahead by ${title}`,
        quantity: series.name,
        axis: 'date',
      },
    );
  });
}

/** A measure by the number of steps, for the best models of both kinds and the naive forecast. */
export function stepCurves(compared: readonly Compared[], measure: 'mase' | 'coverage', quantity: string): Chart {
  const networks = compared.filter(({ isNetwork }) => isNetwork).slice(0, 2);
  const baselines = compared.filter(({ isNetwork }) => !isNetwork);
  const naive = baselines.filter(({ name }) => name === 'naive');
  const shown = [...new Set([...networks, ...baselines.slice(0, 2), ...naive])];
  const points = ({ scores }: Compared) =>
    scores.bySteps[measure].map((mean, i) => ({
      x: i + 1,
      mean,
      lower: Number.NEGATIVE_INFINITY,
      upper: Number.POSITIVE_INFINITY,
    }));
  return intervalCurves(Object.fromEntries(shown.map((one) => [one.title, points(one)])), {
    title: `${quantity} by steps ahead`,
    axis: 'steps ahead',
    quantity,
  });
}
