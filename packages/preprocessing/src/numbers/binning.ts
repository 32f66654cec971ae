import { checkChoice, checkInteger, type Json, resolveOptions } from '@neurite/core';
import type { ColumnTransformer, FittedColumn, FittedNumbers, NumberValue } from '../column.js';
import { Collected, type Sample } from '../internal/collected.js';
import { kMeans } from '../internal/k-means.js';
import { mapNumbers, numberColumn, saveAs } from '../internal/number-column.js';
import { firstFrom, interpolate, invertedQuantiles } from '../internal/quantiles.js';
import { FIELDS, oneOf, readSaved } from '../internal/saved.js';
import { inSteps, type Steps } from '../internal/steps.js';
import { nothingLearned, toNumber } from '../internal/to-number.js';

export type BinningOptions = {
  /** How many bins, at least 2; fewer where they would be empty. Default: 5. */
  readonly bins?: number;
  /**
   * - `quantile`: each bin has as many values. The default.
   * - `uniform`: each bin has the same width.
   * - `kMeans`: the values of a bin are nearest to the center of their cluster.
   */
  readonly strategy?: (typeof STRATEGIES)[number];
  /** The index of the bin, or a column for each bin that is 1 in its bin and 0 elsewhere. Default: `ordinal`. */
  readonly encode?: (typeof ENCODINGS)[number];
};

/** Numbers as bins, whose inverse is the middle of the bin. */
export interface FittedBins extends FittedNumbers {
  /** The edges of the bins, one more than there are bins; a value on an edge belongs to the bin above. */
  readonly edges: readonly number[];
}

const NAME = 'binning';
const STRATEGIES = ['quantile', 'uniform', 'kMeans'] as const;
const ENCODINGS = ['ordinal', 'oneHot'] as const;
/** Bins that are not wider than this are none. */
const NARROWEST = 1e-8;

/**
 * Numbers as the index of the bin that they fall in; those outside of what was learned fall in the first or the last one.
 * A constant column has a single bin. Missing values stay missing (with `oneHot`, 0 in each column) and count for
 * nothing. `uniform` learns in constant memory, the others keep all values while they learn, 8 bytes each.
 *
 * Quantiles are the averaged inverse of the distribution function; k-means goes on until no center moves, where
 * scikit-learn stops a little earlier, and values of weight 0 attract no center.
 *
 * @returns a transformer of a column of numbers, whose inverse is the middle of each bin
 * @throws ArgumentError when a value is no number or infinite, or all are missing
 * @example
 * const fitted = binning({ bins: 2 }).fit([1, 2, 3, 100]);
 * console.log(fitted.edges); // 1, 2.5, 100
 * console.log(fitted.transform([0, 2.5, 1000])); // 0, 1, 1
 */
export function binning(options: BinningOptions = {}): ColumnTransformer<NumberValue, FittedBins> {
  const resolved = resolveOptions(NAME, options, { bins: 5, strategy: 'quantile', encode: 'ordinal' });
  const { bins, strategy, encode } = resolved;
  checkInteger(NAME, 'bins', bins, { min: 2 });
  checkChoice(NAME, 'strategy', strategy, STRATEGIES);
  checkChoice(NAME, 'encode', encode, ENCODINGS);
  const edgesOf = { quantile: quantileEdges, uniform: uniformEdges, kMeans: kMeansEdges }[strategy];
  return numberColumn(
    NAME,
    () => {
      const collected = strategy === 'uniform' ? undefined : new Collected();
      let min = Number.POSITIVE_INFINITY;
      let max = Number.NEGATIVE_INFINITY;
      return {
        add(value, weight) {
          collected?.add(value, weight);
          if (value < min) min = value;
          if (value > max) max = value;
        },
        ...inSteps(function* () {
          if (min > max) throw nothingLearned(`${NAME}.fit`);
          const sample =
            collected === undefined
              ? { values: Float64Array.of(min, max), weights: undefined }
              : yield* collected.sorted();
          return fitted(min === max ? [min, max] : yield* edgesOf(sample, bins), encode);
        }),
      };
    },
    restore,
  );
}

function* uniformEdges({ values }: Sample, bins: number): Steps<number[]> {
  const [min, max] = [values[0]!, values[values.length - 1]!];
  return Array.from({ length: bins + 1 }, (_, i) => interpolate(min, max, i / bins));
}

function* quantileEdges(sample: Sample, bins: number): Steps<number[]> {
  const probabilities = Array.from({ length: bins + 1 }, (_, i) => i / bins);
  return withoutNarrow(invertedQuantiles(sample, probabilities));
}

function* kMeansEdges(sample: Sample, bins: number): Steps<number[]> {
  const centers = yield* kMeans(sample, bins);
  const between = centers.slice(1).map((center, i) => (centers[i]! + center) / 2);
  return withoutNarrow([sample.values[0]!, ...between, sample.values[sample.values.length - 1]!]);
}

function withoutNarrow(edges: readonly number[]): number[] {
  return edges.filter((edge, i) => i === 0 || edge - edges[i - 1]! > NARROWEST);
}

function restore(json: Json): FittedBins {
  const saved = readSaved(NAME, json, { edges: FIELDS.ascending, encode: oneOf(ENCODINGS) });
  return fitted(saved.edges as readonly number[], saved.encode as (typeof ENCODINGS)[number]); // checked
}

function fitted(edges: readonly number[], encode: (typeof ENCODINGS)[number]): FittedBins {
  const bins = Math.max(edges.length - 1, 1);
  const inner = edges.slice(1, -1);
  const binOf = (x: number): number => firstFrom(inner, (edge) => edge > x);
  const middles = Array.from({ length: bins }, (_, i) => (edges[i]! + (edges[i + 1] ?? edges[i]!)) / 2);
  const middleOf = (bin: number): number => middles[Math.min(Math.max(Math.round(bin), 0), bins - 1)]!;
  const transform: FittedColumn<NumberValue>['transform'] = (values) => {
    if (encode === 'ordinal') return mapNumbers(`${NAME}.transform`, values, binOf);
    const result = new Float64Array(values.length * bins);
    for (let row = 0; row < values.length; row++) {
      const value = toNumber(`${NAME}.transform`, values[row], row);
      if (!Number.isNaN(value)) result[row * bins + binOf(value)] = 1;
    }
    return result;
  };
  return {
    name: NAME,
    edges,
    outputs: encode === 'ordinal' ? [''] : middles.map((_, i) => String(i)),
    transform,
    invert(values) {
      if (encode === 'ordinal') return mapNumbers(`${NAME}.invert`, values, middleOf);
      return Float64Array.from({ length: values.length / bins }, (_, row) => {
        for (let bin = 0; bin < bins; bin++) if (values[row * bins + bin] === 1) return middles[bin]!;
        return Number.NaN;
      });
    },
    toJSON: () => saveAs(NAME, { edges, encode }),
  };
}
