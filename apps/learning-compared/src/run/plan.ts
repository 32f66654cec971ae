import type { DataSet, InputKind } from '../data/data-set.js';
import { mostSamples } from '../data/draw-samples.js';
import type { ModelName } from '../models/model-names.js';
import type { Cell } from './results.js';
import type { Scale } from './settings.js';

/** All cells, seed by seed, so that each part of a run that is interrupted has every number of samples. */
export function planCells(dataSets: readonly DataSet[], scale: Scale): readonly Cell[] {
  return dataSets.flatMap((dataSet) => {
    const sizes = sizesFor(dataSet, scale);
    const seeds = Math.max(...sizes.map(scale.seeds));
    return Array.from({ length: seeds }, (_, seed) =>
      sizes
        .filter((samples) => seed < scale.seeds(samples))
        .flatMap((samples) =>
          modelsFor(dataSet, scale).map((pair) => ({ dataSet: dataSet.name, ...pair, samples, seed })),
        ),
    ).flat();
  });
}

/** The numbers of samples, all that there are at the end; one that is nearly all is left out. */
export function sizesFor(dataSet: Pick<DataSet, 'labels' | 'testSamples'>, { sizes }: Pick<Scale, 'sizes'>): number[] {
  const all = mostSamples(dataSet);
  return [...sizes.filter((size) => size < 0.8 * all), all];
}

/** Classical models on both kinds of inputs, and networks on raw values; a convolution needs neighbors in an image. */
function modelsFor(
  { shape }: DataSet,
  { models }: Scale,
): readonly { readonly model: ModelName; readonly inputs: InputKind }[] {
  const networks = shape === undefined ? (['dense'] as const) : (['dense', 'convolutional'] as const);
  return [
    ...models.flatMap((model) => (['raw', 'features'] as const).map((inputs) => ({ model, inputs }))),
    ...networks.map((model) => ({ model, inputs: 'raw' as const })),
  ];
}

/** About how much work a cell is, in no particular unit: for the time that is left. */
export function workOf({ samples }: Pick<Cell, 'samples'>): number {
  return samples + 200;
}
