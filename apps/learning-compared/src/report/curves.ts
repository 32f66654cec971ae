import { type Chart, type IntervalPoint, intervalCurves } from '@neurite/charts';
import { isNetwork, titleOf, titleWithInputs, wordOf } from '../models/model-names.js';
import type { CellResult } from '../run/results.js';
import { bestOf, type Group, intervalOf, sizesOf } from '../statistics/groups.js';
import type { Interval } from '../statistics/intervals.js';

/** Accuracy over the number of samples: the best of each side, and all models of each side; and what they take. */
export function curvesOf(dataSet: string, groups: readonly Group[]): readonly Chart[] {
  const best = bestModels(groups);
  const networks = groups.filter(({ model }) => isNetwork(model));
  const classical = (['raw', 'features'] as const).map((inputs) => {
    const own = groups.filter((group) => group.inputs === inputs && !isNetwork(group.model));
    const title = `${dataSet}: classical models on ${wordOf(inputs)}, and networks`;
    return curves(title, [...own, ...networks], 'accuracy', { of: ({ accuracy }) => accuracy, name: titleOf });
  });
  const seconds = (title: string, quantity: string, number: (cell: CellResult) => number) =>
    curves(`${dataSet}: ${title}`, best, quantity, { of: (group) => intervalOf(group, number), logarithmic: 'both' });
  return [
    curves(`${dataSet}: the best of each kind`, best, 'accuracy', { of: ({ accuracy }) => accuracy, width: 720 }),
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

type How = {
  of(group: Group): Interval;
  readonly name?: (model: Group['model']) => string;
  readonly logarithmic?: 'x' | 'both';
  readonly width?: number;
};

function curves(
  title: string,
  groups: readonly Group[],
  quantity: string,
  { of, name, logarithmic = 'x', width = 480 }: How,
): Chart {
  const series: Record<string, IntervalPoint[]> = {};
  for (const group of [...groups].sort((a, b) => a.samples - b.samples)) {
    const label = name === undefined ? titleWithInputs(group) : name(group.model);
    series[label] = [...(series[label] ?? []), { x: group.samples, ...of(group) }];
  }
  return intervalCurves(series, { title, quantity, axis: 'samples', logarithmic, width, height: 300 });
}
