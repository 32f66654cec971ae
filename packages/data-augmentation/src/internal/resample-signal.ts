import type { Signal } from './signal-augmentation.js';

/**
 * The signal at other times, by linear interpolation.
 *
 * @param timeAt where to read for each step of the result; times before the first step and after the last read these
 */
export function resampleSignal(
  { data, time, channels }: Signal,
  to: Float32Array,
  timeAt: (step: number) => number,
): void {
  for (let step = 0; step < time; step++) {
    const at = Math.min(Math.max(timeAt(step), 0), time - 1);
    const before = Math.floor(at);
    const share = at - before;
    const after = share === 0 ? before : before + 1;
    for (let channel = 0; channel < channels; channel++) {
      const low = data[before * channels + channel]!;
      to[step * channels + channel] = share === 0 ? low : low + (data[after * channels + channel]! - low) * share;
    }
  }
}
