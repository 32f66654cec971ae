import {
  type Columns,
  chain,
  columns,
  impute,
  oneHot,
  ordinal,
  quantile,
  standardize,
  type TableColumn,
} from '@neurite/preprocessing';
import type { Input, Row } from './question.js';

/**
 * How rows become numbers: categories as their index and missing values as they are, for boosted trees; or a column for each
 * category and nothing missing, with numbers standardized, or spread normally.
 */
export const PREPARATIONS = ['plain', 'standardized', 'normal'] as const;
export type PreparationName = (typeof PREPARATIONS)[number];

export function preparationOf(name: PreparationName, inputs: readonly Input[]): Columns<Row> {
  const spec = Object.fromEntries(inputs.map((input) => [input.name, columnOf(name, input)]));
  return columns<Row>(spec as { [key: string]: TableColumn<Row[string]> }); // each takes what its input is
}

function columnOf(name: PreparationName, { kind, categories, missing }: Input): TableColumn<never> {
  if (kind === 'category') {
    return name === 'plain' ? ordinal({ categories, unseen: 'ignore' }) : oneHot({ categories, unseen: 'ignore' });
  }
  if (name === 'plain') return standardize();
  const scaled = name === 'standardized' ? standardize() : chain(quantile({ output: 'normal' }), standardize());
  // What is missing becomes the mean, and says so where rows that were learned from have it.
  return chain(scaled, impute({ strategy: 'constant', value: 0, indicator: missing }));
}
