/** What a finding is about. */
export type FindingFamily =
  | 'columns'
  | 'duplicates'
  | 'samples'
  | 'labels'
  | 'leakage'
  | 'outliers'
  | 'correlations'
  | 'shift'
  | 'images';

/** How much a finding matters: an `error` makes results wrong, a `warning` makes them worse, a `note` is good to know. */
export type Severity = 'error' | 'warning' | 'note';

/** The part of the data that rows belong to. */
export type PartName = 'train' | 'test';

/** Something in the data that stands in the way of learning. */
export type Finding = {
  /** The name of the check that found it, e.g. `duplicate-rows`. */
  readonly kind: string;
  readonly family: FindingFamily;
  readonly severity: Severity;
  /** What was found, e.g. `Duplicate rows`. */
  readonly title: string;
  /** The column that it is about, where it is about one. */
  readonly column?: string;
  /** What was found, in one sentence. */
  readonly sentence: string;
  /** What to do about it, in one sentence. */
  readonly advice: string;
  /** What was measured. */
  readonly value: number;
  /** From where on the value is a finding. */
  readonly threshold: number;
  /** What `value` and `threshold` are, e.g. `share of rows`. */
  readonly measure: string;
  /** Of statistical tests: corrected for the number of tests in the examination. */
  readonly pValue?: number;
  /** The part that `rows` are in. */
  readonly part: PartName;
  /** The indices of rows, the most important first: at most 1,000 of them. Empty where it is about no rows. */
  readonly rows: readonly number[];
  /** How many rows it is about. */
  readonly rowCount: number;
};
