import type { EpochRecord } from '@neurite/core';
import type { Examination } from '@neurite/data-validation';
import type { Plan } from '@neurite/translator-model/plan';
import type { Parts } from '@neurite/translator-model/split';
import type { CategoryScore } from '../measures/score.js';
import type { Options } from './options.js';

/** How one translator did on the test. */
export type Compared = {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** One for each phrase of the test. */
  readonly translations: readonly string[];
  readonly scores: readonly CategoryScore[];
};

/** How the training went. */
export type Training = {
  readonly epochs: readonly EpochRecord[];
  /** Of the last start, where it was interrupted. */
  readonly seconds: number;
  readonly processorSeconds: number;
};

/** All that a run has found. */
export type Findings = {
  readonly options: Options;
  readonly plan: Plan;
  readonly parts: Parts;
  readonly examination: Examination;
  readonly training: Training;
  readonly parameters: number;
  readonly tokens: number;
  /** The network, then the baselines. */
  readonly compared: readonly Compared[];
};
