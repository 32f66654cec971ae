import type { Examination } from '@neurite/data-validation';
import type { Photographs } from '../data/photographs.js';
import type { Evaluation } from '../evaluate/evaluate.js';
import type { Explanation } from '../explain/explain.js';
import type { Trained } from '../learn/train.js';
import type { Options } from '../settings.js';

/** All that a run has found. */
export type Findings = {
  readonly options: Options;
  readonly photographs: Photographs;
  readonly examination: Examination;
  readonly trained: Trained;
  readonly evaluation: Evaluation;
  readonly temperature: number;
  readonly parameters: number;
  readonly explained: { readonly right: readonly Explanation[]; readonly wrong: readonly Explanation[] };
};
