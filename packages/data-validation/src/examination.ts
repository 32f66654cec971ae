import type { Finding, FindingFamily } from './finding.js';

/** A column in numbers. */
export type ColumnProfile = {
  readonly name: string;
  /** What it is examined as. */
  readonly kind: 'number' | 'date' | 'category' | 'text';
  /** What it is for: most are inputs. */
  readonly role: 'feature' | 'target' | 'time' | 'group' | 'identifier';
  readonly missing: number;
  readonly distinct: number;
  /** Of numbers; undefined where all are missing. Of dates in milliseconds since 1970. */
  readonly numbers?: {
    readonly least: number;
    readonly lowerQuartile: number;
    readonly median: number;
    readonly upperQuartile: number;
    readonly greatest: number;
  };
  /** Of categories and classes: the most frequent first, at most ten. */
  readonly most?: readonly { readonly word: string; readonly count: number }[];
};

/** A part in numbers. */
export type PartProfile = {
  readonly rows: number;
  /** Of images: the least and the greatest size. */
  readonly images?: {
    readonly least: readonly number[];
    readonly greatest: readonly number[];
  };
  readonly columns: readonly ColumnProfile[];
};

/** What a check came to. */
export type CheckResult = {
  readonly kind: string;
  readonly family: FindingFamily;
  readonly title: string;
  /** Whether it found something, found nothing, or was not made. */
  readonly status: 'found' | 'clear' | 'skipped';
  /** Why it was skipped. */
  readonly reason?: string;
  /** What it says whether or not it is a finding: how accuracy grows with rows, for example. */
  readonly remark?: string;
  /** How many statistical tests it made. */
  readonly tests: number;
};

/** How a column differs between train and test. */
export type ColumnShift = {
  readonly column: string;
  /** The test that decides, chosen by the type and the number of rows. */
  readonly method: 'kolmogorovSmirnov' | 'chiSquared' | 'wasserstein' | 'jensenShannon';
  /** The p-value of the Kolmogorov–Smirnov test of numbers, or the chi-squared test of categories; not corrected. */
  readonly pValue: number;
  /** The statistic of that test. */
  readonly statistic: number;
  /** In standard deviations of the train column; of numbers alone. */
  readonly wasserstein?: number;
  /** Base 2, within [0, 1]; numbers in bins of the tenths of train. */
  readonly jensenShannon: number;
  /** Over the same bins. */
  readonly stability: number;
  /** The shares of train and test that have a value, or lie in an interval: at most ten, in their order. */
  readonly groups: readonly { readonly label: string; readonly train: number; readonly test: number }[];
};

/** How well a classifier tells rows of train and test apart. */
export type JointShift = {
  /** The area under the ROC curve on rows that it has not learned from: 0.5 where it cannot. */
  readonly area: number;
  /** The interval of 95 %. */
  readonly low: number;
  readonly high: number;
  /** Of the test whether the area is above 0.5; not corrected. */
  readonly pValue: number;
};

/** How the error of a quick model falls with the number of rows. */
export type LearningCurve = {
  /** Rows that are learned from, and the mean error on others: wrong classes, or distances in that from the median. */
  readonly points: readonly { readonly rows: number; readonly error: number }[];
  /** The error that twice as many rows would have, by the power law through the points. */
  readonly twice: number;
  /** Of the test whether the last doubling lowered the error; not corrected. */
  readonly pValue: number;
};

/** What `examine` found. */
export type Examination = {
  /** The worst first. */
  readonly findings: readonly Finding[];
  /** All checks in their order, also those that found nothing. */
  readonly checks: readonly CheckResult[];
  readonly train: PartProfile;
  readonly test?: PartProfile;
  /** What was assumed about the data because no option said so. */
  readonly assumptions: readonly string[];
  /** How many statistical tests there were, for which p-values are corrected. */
  readonly tests: number;
  /** The probability of finding anything by these tests where there is nothing. */
  readonly level: number;
  /** Where there is a test part. */
  readonly shift?: {
    readonly columns: readonly ColumnShift[];
    /** Where test has it. */
    readonly target?: ColumnShift;
    readonly joint?: JointShift;
  };
  /** Where there is a target, and enough rows. */
  readonly learningCurve?: LearningCurve;
};
