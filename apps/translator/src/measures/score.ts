import { corpusChrf } from '@neurite/metrics';
import { unknownWords } from '@neurite/translator-model/known-words';
import { CATEGORIES, type Category, type Pair } from '@neurite/translator-model/pair';

/** How well the phrases of one category were translated. */
export type CategoryScore = {
  readonly category: Category;
  readonly phrases: number;
  /** The share of translations that are those of the data, to the letter. */
  readonly exact: number;
  /** From 0 to 100, see `corpusChrf`. */
  readonly chrf: number;
  /** Those phrases all words of which stand in the training; the others can only be guessed. */
  readonly known: { readonly phrases: number; readonly exact: number };
};

/** Scores by category, of those that were tested. */
export function scoreByCategory(
  pairs: readonly Pair[],
  translations: readonly string[],
  known: ReadonlySet<string>,
): readonly CategoryScore[] {
  return CATEGORIES.flatMap((category) => {
    const rows = [...pairs.keys()].filter((row) => pairs[row]!.category === category);
    if (rows.length === 0) return [];
    const isRight = (row: number): boolean => translations[row] === pairs[row]!.target;
    const share = (of: readonly number[]): number =>
      of.length === 0 ? Number.NaN : of.filter(isRight).length / of.length;
    const familiar = rows.filter((row) => unknownWords(pairs[row]!.source, known).length === 0);
    return {
      category,
      phrases: rows.length,
      exact: share(rows),
      chrf: corpusChrf(
        rows.map((row) => translations[row]!),
        rows.map((row) => pairs[row]!.target),
      ),
      known: { phrases: familiar.length, exact: share(familiar) },
    };
  });
}
