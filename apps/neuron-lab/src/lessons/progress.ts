const KEY = 'neuron-lab-lessons';

/** How many steps of each lesson are done, kept on this device. */
export type Progress = Readonly<Record<string, number>>;

export function readProgress(): Progress {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    if (typeof kept !== 'object' || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter(([, steps]) => Number.isInteger(steps)));
  } catch {
    return {}; // A browser may forbid a page to remember, and anything may stand there.
  }
}

export function keepProgress(progress: Progress): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(progress));
  } catch {
    // As above.
  }
}
