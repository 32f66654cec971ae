import type { Study } from '../study/study.js';
import type { Objectives } from '../study/trial.js';

/** Tells when more trials are not worth it. */
export interface Terminator {
  readonly name: string;
  /** Asked before each trial but the first. */
  shouldStop<S, O extends Objectives>(study: Study<S, O>): boolean;
}
