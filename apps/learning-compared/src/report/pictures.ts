import { activationMaps, type Chart, imageGrid } from '@neurite/charts';
import type { DataSet } from '../data/data-set.js';
import type { Pictures } from '../layers/look-inside.js';

/** What the layers of a network give for a sample, and which samples are near to others. */
export function pictureCharts({ maps, near }: Pictures, dataSet: DataSet): readonly Chart[] {
  const image = (sample: number, ...caption: string[]) => ({ ...pixelsOf(dataSet, sample), caption });
  const name = (sample: number) => dataSet.classes[dataSet.labels[sample]!]!;
  const sources = near[0]?.bySource.map(({ source }) => source) ?? [];
  return [
    imageGrid([image(maps.sample, `a ${name(maps.sample)}`)], { title: 'The sample', width: 200 }),
    ...maps.layers.map(({ name: layer, shape, values }) =>
      activationMaps(values, { shape, title: `What ${layer} makes of it`, width: 480 }),
    ),
    ...sources.map((source, i) => {
      const rows = near.flatMap(({ sample, bySource }) => [
        image(sample, `is ${name(sample)}`),
        ...bySource[i]!.samples.map((one) => image(one, name(one))),
      ]);
      const columns = rows.length / near.length;
      return imageGrid(rows, { title: `Test samples, each with the nearest by ${source}`, width: 480, columns });
    }),
  ];
}

function pixelsOf({ inputs, shape }: DataSet, sample: number) {
  const { columns, data } = inputs.raw.table;
  return { pixels: data.slice(sample * columns, (sample + 1) * columns), shape: shape! };
}
