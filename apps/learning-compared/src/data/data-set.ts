import type { Table } from '@neurite/core';
import type { ExaminedData } from '@neurite/data-validation';

/** What the models learn from: the values as they are, or features that somebody has thought of. */
export type InputKind = 'raw' | 'features';

/** Samples as rows of numbers. */
export type Inputs = {
  readonly table: Table & { readonly data: Float32Array };
  /** Whether columns have different units, and are brought to mean 0 and variance 1 before learning. */
  readonly scaled: boolean;
  /** What it takes to compute a row of them. */
  readonly microseconds: number;
};

/** Which samples are learned from, and which are tested on: indices of rows. */
export type Draw = { readonly train: Uint32Array; readonly test: Uint32Array };

/** Samples of some classes, with everything that is the same in each cell of the comparison. */
export type DataSet = {
  readonly name: string;
  /** Where the samples are from, in a sentence. */
  readonly source: string;
  /** What the hand-made features are, in a few words. */
  readonly featureNames: string;
  /** The files of this program that make them: their lines are counted. */
  readonly featureFiles: readonly string[];
  readonly classes: readonly string[];
  /** The index of the class of each sample. */
  readonly labels: Int32Array;
  readonly inputs: Readonly<Record<InputKind, Inputs>>;
  /** Height, width and channels where the samples are images. */
  readonly shape: readonly [height: number, width: number, channels: number] | undefined;
  /** How many samples are tested on in each draw. */
  readonly testSamples: number;
  /** The column that is predicted, where samples are examined as columns with names. */
  readonly target?: string;
  /** Samples in the form in which they are examined. */
  examined(rows: Uint32Array): ExaminedData;
};

/** A data set that is not there, and why. */
export type Absent = { readonly name: string; readonly reason: string };
