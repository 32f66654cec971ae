import { hostArray } from '@neurite/core';
import { imageFeatures } from '../features/image-features.js';
import { timed } from '../statistics/timed.js';
import type { DataSet } from './data-set.js';
import { takeRows } from './take-rows.js';

const FEATURES = ['histograms of oriented gradients', 'projections on both axes', 'moments of brightness'];
const FILES = ['image-features.ts', 'oriented-gradients.ts', 'projections.ts', 'moments.ts'];

type Images = Pick<DataSet, 'name' | 'source' | 'classes' | 'labels'> & {
  /** samples × height × width × channels, from 0 to 1. */
  readonly images: Float32Array;
  readonly shape: readonly [height: number, width: number, channels: 1 | 3];
  /** How many samples are taken at most, each class in its share. */
  readonly most: number;
  /** The share of samples that are tested on. */
  readonly testShare: number;
};

/** A data set of images, with its hand-made features. */
export function imageSet({ images, shape, most, testShare, labels: all, ...rest }: Images): DataSet {
  const columns = shape.reduce((product, size) => product * size, 1);
  const chosen = everyFew(all.length, most);
  const labels = Int32Array.from(chosen, (row) => all[row]!);
  const raw = takeRows({ rows: all.length, columns, data: images }, chosen);
  const [features, microseconds] = timed(() => imageFeatures(raw.data, shape), { per: chosen.length });
  return {
    ...rest,
    labels,
    featureNames: [...FEATURES, ...(shape[2] > 1 ? ['moments of color'] : [])].join(', '),
    featureFiles: [...FILES, ...(shape[2] > 1 ? ['color-moments.ts'] : [])],
    inputs: {
      raw: { table: raw, scaled: false, microseconds: 0 },
      features: { table: features, scaled: true, microseconds },
    },
    shape,
    testSamples: Math.round(testShare * chosen.length),
    examined: (rows) => ({
      x: hostArray(takeRows(raw, rows).data, [rows.length, ...shape]),
      y: Int32Array.from(rows, (row) => labels[row]!),
    }),
  };
}

/** Indices that are evenly apart: images lie class by class. */
function everyFew(count: number, most: number): Uint32Array {
  const taken = Math.min(count, most);
  return Uint32Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}
