import type { Measurement } from './measure.js';

/** Who does not take part in a case, and why. */
export type Absent = { readonly name: string; readonly reason: string };

/** What came out of a case. */
export type CaseResult = {
  readonly case: string;
  readonly row?: string;
  readonly size?: string;
  readonly flops?: number;
  /** Ours first. */
  readonly measurements: readonly Measurement[];
  readonly absent: readonly Absent[];
  readonly remark?: string;
};
