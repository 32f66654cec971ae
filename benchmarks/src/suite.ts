import type { Absent, CaseResult } from './case-result.js';
import type { Contender } from './measure.js';

/** What takes turns in a case: ours comes first. */
export type OpenCase = {
  readonly contenders: readonly Contender[];
  readonly absent?: readonly Absent[];
  /** What a reader of the numbers has to know, e.g. that the contenders compute different values. */
  readonly remark?: string;
};

/** What is measured side by side. */
export type Case = {
  readonly name: string;
  /** Floating-point operations of one run, where a rate says more than a time. */
  readonly flops?: number;
  /** Where it is a line of the table at the end: its name there, and its size. */
  readonly row?: string;
  readonly size?: string;
  readonly open: () => OpenCase | Promise<OpenCase>;
};

/** A suite whose engines are running. */
export type OpenSuite = {
  /** Who takes part, and in which version. */
  readonly notes: readonly string[];
  /** Packages whose installed versions belong to the numbers. */
  readonly packages: readonly string[];
  readonly cases: readonly Case[];
  /** What comes of all cases together. */
  readonly summary?: (
    results: readonly CaseResult[],
  ) => { readonly title: string; readonly lines: readonly string[] }[];
  readonly close?: () => void | Promise<void>;
};

export type Suite = {
  readonly name: string;
  readonly description: string;
  /** @param options threads: how many the engines may use */
  readonly open: (options: { readonly threads: number }) => Promise<OpenSuite>;
};
