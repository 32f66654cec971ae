import { activationMaps, type Chart, imageGrid } from '@neurite/charts';
import type { DataSet } from '../data/data-set.js';
import type { Pictures } from '../layers/look-inside.js';

/** What the layers of a network give for a sample, and which samples are near to others. */
export function pictureCharts({ maps, near }: Pictures, dataSet: DataSet): readonly Chart[] {
  const image = (sample: number, ...caption: string[]) => ({ ...pixelsOf(dataSet, sample), caption });
  const name = (sample: number) => dataSet.classes[dataSet.labels[sample]!]!;
  return [
    imageGrid([image(maps.sample, `a ${name(maps.sample)}`)], { title: 'The sample', width: 200 }),
    ...maps.layers.map(({ name: layer, shape, values }) =>
      activationMaps(values, { shape, title: `What ${layer} makes of it`, width: 480 }),
    ),
    ...near.flatMap(({ sample, bySource }) =>
      bySource.map(({ source, samples }) =>
        imageGrid(
          [
            image(sample, 'asked for', name(sample)),
            ...samples.map((one, i) => image(one, `nearest ${i + 1}`, name(one))),
          ],
          { title: `Nearest to a ${name(sample)} by ${source}`, width: 480, columns: 1 + samples.length },
        ),
      ),
    ),
  ];
}

function pixelsOf({ inputs, shape }: DataSet, sample: number) {
  const { columns, data } = inputs.raw.table;
  return { pixels: data.slice(sample * columns, (sample + 1) * columns), shape: shape! };
}
