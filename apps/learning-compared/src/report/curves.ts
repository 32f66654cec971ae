import { type Chart, type IntervalPoint, intervalCurves } from '@neurite/charts';
import { capital } from '@neurite/command-kit/words';
import { isNetwork, titleOf, titleWithInputs, wordOf } from '../models/model-names.js';
import type { CellResult } from '../run/results.js';
import { bestOf, type Group, intervalOf, sizesOf } from '../statistics/groups.js';
import type { Interval } from '../statistics/intervals.js';

/** Accuracy over the number of samples: the best of each side, and all models of each side; and what they take. */
export function curvesOf(dataSet: string, groups: readonly Group[]): readonly Chart[] {
  const name = capital(dataSet);
  const best = bestModels(groups);
  const networks = groups.filter(({ model }) => isNetwork(model));
  const classical = (['raw', 'features'] as const).map((inputs) => {
    const own = groups.filter((group) => group.inputs === inputs && !isNetwork(group.model));
    const title = `${name}: classical models on ${wordOf(inputs)}, and networks`;
    return curves(title, [...own, ...networks], 'accuracy', { of: shareOf, titles: titleOf });
  });
  const seconds = (title: string, quantity: string, number: (cell: CellResult) => number) =>
    curves(`${name}: ${title}`, best, quantity, { of: (group) => intervalOf(group, number), logarithmic: 'both' });
  return [
    curves(`${name}: the best of each kind`, best, 'accuracy', { of: shareOf, width: 720 }),
    ...classical,
    seconds('time to learn', 'seconds', ({ trainSeconds }) => trainSeconds),
    seconds('time of a prediction', 'microseconds', ({ predictMicroseconds }) => predictMicroseconds),
  ];
}

/** All groups of the models that are best on their side with the most samples. */
function bestModels(groups: readonly Group[]): readonly Group[] {
  const most = sizesOf(groups).at(-1)!;
  const best = (['raw', 'features'] as const).flatMap((side) => bestOf(groups, side, most) ?? []);
  return groups.filter(
    ({ model, inputs }) => isNetwork(model) || best.some((one) => one.model === model && one.inputs === inputs),
  );
}

/** No share is below 0 or above 1. */
function shareOf({ accuracy: { mean, lower, upper } }: Group): Interval {
  return { mean, lower: Math.max(0, lower), upper: Math.min(1, upper) };
}

type How = {
  of(group: Group): Interval;
  readonly titles?: (model: Group['model']) => string;
  readonly logarithmic?: 'x' | 'both';
  readonly width?: number;
};

function curves(
  title: string,
  groups: readonly Group[],
  quantity: string,
  { of, titles, logarithmic = 'x', width = 480 }: How,
): Chart {
  const series: Record<string, IntervalPoint[]> = {};
  for (const group of [...groups].sort((a, b) => a.samples - b.samples)) {
    const label = titles === undefined ? titleWithInputs(group) : titles(group.model);
    series[label] = [...(series[label] ?? []), { x: group.samples, ...of(group) }];
  }
  return intervalCurves(series, { title, quantity, axis: 'samples', logarithmic, width, height: 300 });
}
