import { type HostArray, RandomStream, resolveOptions } from '@neurite/core';
import { checkList, hasAxes } from '../internal/check-list.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import {
  type Chance,
  type Signal,
  type SignalAugmentation,
  signalAugmentation,
} from '../internal/signal-augmentation.js';

export type NoiseAtSnrOptions = Chance & {
  /** The ratio of the powers of signal and noise in decibels: one, or the least and the greatest. Default 5 to 40. */
  readonly snr?: Range;
  /** Recordings of noise, each [time] or [time, channels] with at least one step; none: normally distributed noise. */
  readonly recordings?: readonly HostArray<'float32'>[];
};

/** The ratio in decibels, the index of the recording, where it begins as a share, and the seed of noise that is not recorded. */
export type NoiseAtSnrDraw = {
  readonly snr: number;
  readonly recording: number;
  readonly start: number;
  readonly seed: number;
};

/**
 * Adds noise to recordings, white or recorded, in the ratio of powers that was drawn: `10 log₁₀(Σ signal² / Σ noise²)`.
 * A recording that ends begins again; its channels are taken one after another, again and again.
 *
 * A silent signal stays silent.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const noise = noiseAtSnr({ snr: 20 });
 * const tone = hostArray(Float32Array.from({ length: 800 }, (_, i) => Math.sin(i / 3)));
 * const noisy = noise.signal(tone, noise.draw(RandomStream.fromSeed(1), { signal: [tone] }));
 */
export function noiseAtSnr(options: NoiseAtSnrOptions = {}): SignalAugmentation<NoiseAtSnrDraw> {
  const name = 'noiseAtSnr';
  const { probability, snr, recordings } = resolveOptions(name, options, {
    probability: 1,
    snr: [5, 40] as Range,
    recordings: [] as readonly HostArray<'float32'>[],
  });
  const range = checkRange(name, 'snr', { value: snr });
  checkList(name, 'recordings', recordings, {
    things: 'float32 arrays [time] or [time, channels] with at least one step',
    isOne: (one) => hasAxes(one, 1, 2) && one.dtype === 'float32' && one.data.length > 0,
  });
  return signalAugmentation<NoiseAtSnrDraw>({
    name,
    probability,
    draw: (random) => ({
      snr: between(random, range),
      recording: recordings.length === 0 ? 0 : random.integer(recordings.length),
      start: random.uniform(),
      seed: random.integer(2 ** 31),
    }),
    signal: (from, to, draw) => {
      const recording = recordings[draw.recording];
      const noise = recording === undefined ? white(from, draw.seed) : recorded(from, recording, draw.start);
      const [loud, quiet] = [power(from.data), power(noise)];
      const scale = quiet === 0 ? 0 : Math.sqrt(loud / quiet) * 10 ** (-draw.snr / 20);
      for (let i = 0; i < to.length; i++) to[i] = from.data[i]! + scale * noise[i]!;
    },
  });
}

function white({ data }: Signal, seed: number): Float32Array {
  return RandomStream.fromSeed(seed).normals(data.length);
}

function recorded({ time, channels }: Signal, { data, shape }: HostArray<'float32'>, start: number): Float32Array {
  const [steps = 0, own = 1] = shape;
  const first = Math.floor(start * steps);
  return Float32Array.from({ length: time * channels }, (_, i) => {
    const step = (first + Math.floor(i / channels)) % steps;
    return data[step * own + ((i % channels) % own)]!;
  });
}

function power(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}
