import { volatility } from '../data/volatility.js';
import type { Task } from './forecaster.js';

/** By what windows and targets of a series are divided. */
export type Scales = {
  /** At each step: the volatility, or the same number everywhere. */
  readonly at: Float64Array;
  /** The volatility at each step. */
  readonly volatility: Float64Array;
  /** The root mean square of the returns that were learned from. */
  readonly reference: number;
};

/** A share of the reference that no volatility is below, so that a pause of a market divides nothing by 0. */
const LEAST = 0.05;

/** The root mean square of the log returns of all series. */
export function referenceOf(past: readonly Float64Array[]): number {
  let [sum, count] = [0, 0];
  for (const logs of past) {
    for (let t = 1; t < logs.length; t++) sum += (logs[t]! - logs[t - 1]!) ** 2;
    count += logs.length - 1;
  }
  return Math.sqrt(sum / count);
}

/** The scales of a series; those of step t depend on elements 0 to t alone, and on what was learned. */
export function scalesOf(logs: Float64Array, reference: number, scaling: Task['scaling']): Scales {
  const moving = volatility(logs).map((value) => Math.max(value, LEAST * reference));
  return { at: scaling === 'volatility' ? moving : moving.map(() => reference), volatility: moving, reference };
}
