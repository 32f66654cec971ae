import { fusedBatchNormTraining, fusedGroupNorm, fusedLayerNorm, fusedRmsNorm } from '@neurite/ops';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Draw } from '../../draw.js';
import { at, fill, type Nd, zipped } from '../../nd.js';
import type { OperationSpec } from '../../operation-spec.js';
import { total } from '../products.js';
import { MANY_ROWS } from './many-rows.js';

const EPSILON = 1e-3;

type Standardized = { readonly y: Nd; readonly means: readonly number[]; readonly variances: readonly number[] };

/** Each group of elements, moved to mean 0 and scaled to variance 1; the groups in the order of their first elements. */
function standardize(x: Nd, key: (index: readonly number[]) => string, centered: boolean): Standardized {
  const groups = new Map<string, number[]>();
  const keys: string[] = [];
  fill(x.shape, (index) => {
    const name = key(index);
    const value = at(x, index);
    keys.push(name);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [value]);
    else group.push(value);
    return value;
  });
  const moments = new Map(
    [...groups].map(([name, values]) => {
      const mean = centered ? total(values.length, (i) => values[i]!) / values.length : 0;
      const variance = total(values.length, (i) => (values[i]! - mean) ** 2) / values.length;
      return [name, { mean, variance }] as const;
    }),
  );
  const data = x.data.map((value, i) => {
    const { mean, variance } = moments.get(keys[i]!)!;
    return (value - mean) / Math.sqrt(variance + EPSILON);
  });
  const all = [...moments.values()];
  return { y: { ...x, data }, means: all.map(({ mean }) => mean), variances: all.map(({ variance }) => variance) };
}

type Norm = {
  readonly run: (x: Tensor, scale: Tensor, offset: Tensor) => Tensor | Tensor[];
  /** Names the group of an element. */
  readonly key: (index: readonly number[]) => string;
  readonly shape: (draw: Draw) => number[];
  readonly channels?: number;
  /** Whether the mean is subtracted and an offset added. */
  readonly centered?: boolean;
  /** Whether the moments of each channel are outputs too. */
  readonly moments?: boolean;
};

/** A norm as two rows of the table: of small shapes, and of many rows. */
function norm(
  name: string,
  { run, key, shape, channels = 2, centered = true, moments = false }: Norm,
): OperationSpec[] {
  const row = (suffix: string, of: (draw: Draw) => number[]): OperationSpec => ({
    name: `${name}${suffix}`,
    // Of equal values, or values far from each other, nothing but rounding is left.
    without: ['huge', 'infinite', 'one'],
    draw: (draw) => {
      const x = of(draw);
      const channel = [x.at(-1)!];
      return {
        inputs: [draw.floats(x), draw.floats(channel), ...(centered ? [draw.floats(channel)] : [])],
        run: (a: Tensor, scale: Tensor, offset: Tensor) => run(a, scale, offset),
        reference: (a, scale, offset) => {
          const { y, means, variances } = standardize(a!, key, centered);
          const scaled = zipped(
            offset === undefined ? [y, scale!] : [y, scale!, offset],
            (value, factor, summand = 0) => value * factor + summand,
          );
          const ofChannels = (values: readonly number[]): Nd => fill(channel, ([c]) => values[c!]!);
          return moments ? [scaled, ofChannels(means), ofChannels(variances)] : scaled;
        },
      };
    },
  });
  return [row('', shape), { ...row(', many rows', () => [...MANY_ROWS, channels]), calls: 1 }];
}

const rowOf = (index: readonly number[]): string => index.slice(0, -1).join();

/** Normalizations in one kernel. */
export const norms: readonly OperationSpec[] = [
  ...norm('fusedLayerNorm', {
    run: (x, scale, offset) => fusedLayerNorm({ x, scale, offset }, { epsilon: EPSILON }),
    key: rowOf,
    shape: (draw) => [...draw.shapeOf(0, 3), draw.some(2, 4)],
  }),
  ...norm('fusedRmsNorm', {
    run: (x, scale) => fusedRmsNorm({ x, scale }, { epsilon: EPSILON }),
    key: rowOf,
    shape: (draw) => [...draw.shapeOf(0, 3), draw.some(2, 4)],
    centered: false,
  }),
  ...norm('fusedGroupNorm', {
    run: (x, scale, offset) => fusedGroupNorm({ x, scale, offset }, { groups: 2, epsilon: EPSILON }),
    key: (index) => `${index[0]}, ${Math.floor(index.at(-1)! / 3)}`,
    shape: (draw) => [...draw.shapeOf(1, 3), 6],
    channels: 6,
  }),
  ...norm('fusedBatchNormTraining', {
    run: (x, scale, offset) => Object.values(fusedBatchNormTraining({ x, scale, offset }, { epsilon: EPSILON })),
    key: (index) => `${index.at(-1)}`,
    shape: (draw) => [draw.some(2, 4), ...draw.pick([], [draw.some(2, 3)]), draw.some(1, 3)],
    moments: true,
  }),
];
