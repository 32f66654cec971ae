import type { Callback } from '@neurite/core/callback';

/** Measures each step, from the end of the previous one to its own end. */
export function stepTimes(): Callback & { median(): number } {
  const times: number[] = [];
  let last = 0;
  return {
    name: 'stepTimes',
    epochBegin: () => {
      last = performance.now();
    },
    stepEnd: () => {
      const now = performance.now();
      times.push(now - last);
      last = now;
    },
    median: () => times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN,
  };
}
