import { type Columns, ColumnTable } from '@neurite/data';
import { type Examination, examine } from '@neurite/data-validation';
import { CATEGORIES, type Pair } from '@neurite/translator-model/pair';
import type { Parts } from '@neurite/translator-model/split';

/** Looks at the phrases before anything is learned: those that stand twice, in the test too, and lengths that differ. Each is its own name. */
export function examinePairs({ train, test }: Parts, seed: number): Promise<Examination> {
  return examine(tableOf(train), tableOf(test), { seed, skip: ['identifier-column'] });
}

function tableOf(pairs: readonly Pair[]): ColumnTable {
  const text = (values: readonly string[]) => ({ type: 'text' as const, values, missing: 0 });
  const numbers = (values: readonly number[]) => ({
    type: 'number' as const,
    values: Float64Array.from(values),
    missing: 0,
  });
  return new ColumnTable<Columns>({
    phrase: text(pairs.map(({ source }) => source)),
    translation: text(pairs.map(({ target }) => target)),
    category: {
      type: 'category',
      values: Float64Array.from(pairs, ({ category }) => CATEGORIES.indexOf(category)),
      categories: CATEGORIES,
      missing: 0,
    },
    'letters of the phrase': numbers(pairs.map(({ source }) => source.length)),
    'letters of the translation': numbers(pairs.map(({ target }) => target.length)),
  });
}
