import type { FindingFamily, PartName, Severity } from '../finding.js';
import type { Examined } from './examined.js';

/** What a rule measured somewhere: a finding if it is `over` and, where there is a p-value, significant. */
export type Measurement = {
  readonly value: number;
  /** Whether the value is beyond the threshold. */
  readonly over: boolean;
  /** Not corrected yet. Measurements with one count as a test even if they are not over. */
  readonly pValue?: number;
  readonly column?: string;
  /** Of the rule unless stated. */
  readonly measure?: string;
  /** Of the rule unless stated. */
  readonly threshold?: number;
  readonly severity?: Severity;
  /** Of the rule unless stated. */
  readonly advice?: string;
  readonly part?: PartName;
  /** The rows it is about, the most important first. */
  readonly rows?: ArrayLike<number>;
  /** Called for findings only. */
  sentence(): string;
};

/** A kind of finding: how it is looked for, and what its sentences are. */
export type Rule = {
  readonly kind: string;
  readonly family: FindingFamily;
  readonly title: string;
  readonly severity: Severity;
  /** What is measured and compared with the threshold. */
  readonly measure: string;
  readonly threshold: number;
  readonly advice: string;
  /** Why it does not apply to this data; undefined where it does. */
  skip(data: Examined): string | undefined;
  run(data: Examined, threshold: number): Outcome | Promise<Outcome>;
};

/** The measurements of a rule, with a remark where it has something to say in any case. */
export type Outcome = readonly Measurement[] | { readonly measured: readonly Measurement[]; readonly remark: string };

export const needsTest = ({ test }: Examined): string | undefined =>
  test === undefined ? 'there is no test part' : undefined;
export const needsColumns = ({ train }: Examined): string | undefined =>
  train.images === undefined ? undefined : 'the inputs are images';
export const needsTarget = ({ train }: Examined): string | undefined =>
  train.target === undefined ? 'there is no target' : undefined;
export const needsClasses = (data: Examined): string | undefined =>
  needsTarget(data) ?? (data.task === 'classes' ? undefined : 'the target is a number');
export const needsImages = ({ train }: Examined): string | undefined =>
  train.images === undefined ? 'the inputs are not images' : undefined;

/** The first reason not to run. */
export const unless =
  (...needs: readonly ((data: Examined) => string | undefined)[]) =>
  (data: Examined): string | undefined => {
    for (const need of needs) {
      const reason = need(data);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
