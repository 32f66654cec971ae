import type { Signal } from './signal-augmentation.js';

/** The standard deviation of each channel over time, the unit of changes that depend on none. */
export function channelDeviations({ data, time, channels }: Signal): readonly number[] {
  return Array.from({ length: channels }, (_, channel) => {
    let mean = 0;
    let squares = 0;
    // Welford's update, which does not lose a small deviation beside a large mean.
    for (let step = 0; step < time; step++) {
      const difference = data[step * channels + channel]! - mean;
      mean += difference / (step + 1);
      squares += difference * (data[step * channels + channel]! - mean);
    }
    return time === 0 ? 0 : Math.sqrt(squares / time);
  });
}
