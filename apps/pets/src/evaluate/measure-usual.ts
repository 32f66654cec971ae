import { cholesky, matrix } from '@neurite/numeric';
import { MeanFeatures } from '@neurite/pets-model/mean-features';
import type { PetNetwork } from '@neurite/pets-model/network';
import { distanceFromUsual, type Usual } from '@neurite/pets-model/usual';
import { predict } from '@neurite/training';
import type { Part } from '../data/photographs.js';
import { plainBatches } from '../data/pixels.js';

/** The share of the photographs to learn from that are taken for unlike the others. */
const UNLIKE = 0.03;
/** What is added to each variance, as a share of it: it steadies the covariance of more features than photographs. */
const SHRINKAGE = 0.1;
/** A variance of what never changes. */
const LEAST = 1e-6;
/** Digits that the factor is written with. */
const DIGITS = 5;

/** What photographs usually look like to a network, by those that it has learned from. */
export async function measureUsual(network: PetNetwork, part: Part, classes: number): Promise<Usual> {
  const predicted = await predict(new MeanFeatures(network), plainBatches(part, { classes, size: 64 }));
  const features = await predicted.data();
  const [rows, columns] = predicted.shape;
  predicted.dispose();
  const rowOf = (row: number): ArrayLike<number> => features.subarray(row * columns, (row + 1) * columns);
  const center = Array.from({ length: columns }, (_, c) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += features[row * columns + c]!;
    return sum / rows;
  });
  const covariance = new Float64Array(columns * columns);
  for (let row = 0; row < rows; row++) {
    const difference = Float64Array.from(rowOf(row), (value, c) => value - center[c]!);
    for (const [i, a] of difference.entries())
      for (const [j, b] of difference.entries()) covariance[i * columns + j]! += (a * b) / rows;
  }
  for (let c = 0; c < columns; c++) {
    const at = c * (columns + 1);
    covariance[at] = (1 + SHRINKAGE) * covariance[at]! + LEAST;
  }
  const { data } = cholesky(matrix(covariance, [columns, columns]));
  const lower = center.flatMap((_, row) => Array.from(data.subarray(row * columns, row * columns + row + 1)));
  const distances = Float64Array.from({ length: rows }, (_, row) =>
    distanceFromUsual(rowOf(row), { center, factor: lower }),
  ).sort();
  const bound = distances[Math.ceil((1 - UNLIKE) * rows) - 1]!;
  const rounded = (value: number): number => Number(value.toPrecision(DIGITS));
  return { center: center.map(rounded), factor: lower.map((value) => rounded(bound * value)) };
}
