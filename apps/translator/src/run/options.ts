import type { Languages } from '@neurite/translator-model/pair';
import type { PlanOptions } from '@neurite/translator-model/plan';

/** What a run was asked for: a run that goes on must have been asked for the same. */
export type Options = Languages &
  PlanOptions & {
    /** A file with two columns; undefined for what Unicode translates. */
    readonly data?: string;
    readonly seed: number;
  };
