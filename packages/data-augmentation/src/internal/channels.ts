import type { Signal } from './signal-augmentation.js';

/** Changes each channel of a signal by itself, in float64; what is made may be longer or shorter, and is cut or ends in 0. */
export function eachChannel(
  { data, time, channels }: Signal,
  to: Float32Array,
  change: (values: Float64Array) => Float64Array,
): void {
  const values = new Float64Array(time);
  for (let channel = 0; channel < channels; channel++) {
    for (let step = 0; step < time; step++) values[step] = data[step * channels + channel]!;
    const changed = change(values);
    for (let step = 0; step < time; step++) to[step * channels + channel] = changed[step] ?? 0;
  }
}
