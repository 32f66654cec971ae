/** The kinds of phrases, in the order in which reports list them. */
export const CATEGORIES = [
  'dates',
  'relative times',
  'units',
  'lists',
  'compounds',
  'words',
  'regions',
  'languages',
  'currencies',
  'numbers',
  'phrases',
] as const;

export type Category = (typeof CATEGORIES)[number];

/** A phrase and its translation. */
export type Pair = {
  readonly source: string;
  readonly target: string;
  readonly category: Category;
  /**
   * Which combination it is of, such as a weekday with a month: pairs of one group are all in training or all in the test.
   * Undefined where the pair is always learned from, as it names a part that combinations are made of.
   */
  readonly group: string | undefined;
  /** Whether it is one of many that are alike, of which an epoch takes some. Default false. */
  readonly drawn?: boolean;
};

/** The two languages, by their codes: `en`, `fr`, `pt-BR`. */
export type Languages = { readonly from: string; readonly to: string };
