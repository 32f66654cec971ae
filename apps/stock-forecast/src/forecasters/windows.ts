import type { Task } from './forecaster.js';
import { type Scales, scalesOf } from './scales.js';

/** Numbers of a step of a window: the log return, its size, the volatility beside that at the origin, and that at the origin. */
export const CHANNELS = 4;
/** Returns of more units than this count as that many. */
const MOST_UNITS = 8;

/** What models see of a series at some origins, in units of its scale. */
export type Windows = {
  readonly origins: Uint32Array;
  /** origins × window × CHANNELS */
  readonly x: Float32Array;
};

/**
 * The last `window` steps before each origin, the origin included.
 *
 * @param origins at least `window` each
 */
export function windowsAt(logs: Float64Array, origins: Uint32Array, task: Task, scales: Scales): Windows {
  const { window } = task;
  const x = new Float32Array(origins.length * window * CHANNELS);
  let to = 0;
  for (const origin of origins) {
    const unit = scales.at[origin]!;
    const level = clip(Math.log(scales.volatility[origin]! / scales.reference), 3);
    for (let t = origin - window + 1; t <= origin; t++) {
      const units = clip((logs[t]! - logs[t - 1]!) / unit, MOST_UNITS);
      x[to++] = units;
      x[to++] = Math.abs(units);
      x[to++] = clip(Math.log(scales.volatility[t]! / scales.volatility[origin]!), 3);
      x[to++] = level;
    }
  }
  return { origins, x };
}

function clip(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value));
}

/**
 * Log returns over 1 to `horizon` steps, in units of the scale at the origin times the root of the number of steps:
 * origins × horizon.
 *
 * @param origins after each of which there are `horizon` steps
 */
function targetsAt(logs: Float64Array, origins: Uint32Array, horizon: number, scales: Scales): Float32Array {
  const y = new Float32Array(origins.length * horizon);
  for (const [i, origin] of origins.entries()) {
    for (let h = 1; h <= horizon; h++) {
      y[i * horizon + h - 1] = (logs[origin + h]! - logs[origin]!) / (scales.at[origin]! * Math.sqrt(h));
    }
  }
  return y;
}

/** Windows with what came then. */
export type Examples = { readonly count: number; readonly x: Float32Array; readonly y: Float32Array };

/** The share of the windows, the last ones, by which it is chosen how long a model learns. */
export const VALIDATION = 0.15;

/** Windows to learn from and to choose by; to learn from alone, where the past is too short for both. */
export function dividedExamples(
  past: readonly Float64Array[],
  task: Task,
  reference: number,
): { readonly train: Examples; readonly validation: Examples } {
  const divided = examplesOf(past, task, { reference, share: VALIDATION });
  const isDivided = divided.train.count > 0 && divided.validation.count > 0;
  return isDivided ? divided : examplesOf(past, task, { reference, share: 0 });
}

/**
 * All windows of the past of several series whose targets lie in the past too, the last ones where there are more than
 * models may learn from; divided by time.
 *
 * @param share of the windows that validate, the last ones of each series: no target before them reaches into them
 */
export function examplesOf(
  past: readonly Float64Array[],
  task: Task,
  { reference, share }: { readonly reference: number; readonly share: number },
): { readonly train: Examples; readonly validation: Examples } {
  const most = Math.ceil(task.effort.mostWindows / past.length);
  const parts = { train: [] as Examples[], validation: [] as Examples[] };
  for (const logs of past) {
    const scales = scalesOf(logs, reference, task.scaling);
    const end = logs.length - task.horizon;
    const start = Math.max(task.window, end - most);
    const from = end - Math.floor(share * Math.max(0, end - start));
    const at = (first: number, last: number): Examples => {
      const origins = Uint32Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
      const { x } = windowsAt(logs, origins, task, scales);
      return { count: origins.length, x, y: targetsAt(logs, origins, task.horizon, scales) };
    };
    parts.train.push(at(start, share > 0 ? from - task.horizon + 1 : end));
    parts.validation.push(at(from, end));
  }
  return { train: joined(parts.train), validation: joined(parts.validation) };
}

function joined(parts: readonly Examples[]): Examples {
  if (parts.length === 1) return parts[0]!;
  const join = (arrays: readonly Float32Array[]): Float32Array => {
    const all = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const one of arrays) {
      all.set(one, at);
      at += one.length;
    }
    return all;
  };
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    x: join(parts.map(({ x }) => x)),
    y: join(parts.map(({ y }) => y)),
  };
}
