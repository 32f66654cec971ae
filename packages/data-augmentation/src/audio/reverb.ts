import { checkNumber, RandomStream, resolveOptions } from '@neurite/core';
import { eachChannel } from '../internal/channels.js';
import { convolveSignal } from '../internal/convolve-signal.js';
import { between, checkRange, type Range } from '../internal/ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type ReverbOptions = Chance & {
  /** The time in which the echo loses 60 decibels, in seconds, above 0: one, or the least and the greatest. Default 0.1 to 0.8. */
  readonly decay?: Range;
  /** The share of the echo, 0 to 1: one, or the least and the greatest. Default 0.1 to 0.5. */
  readonly wet?: Range;
  /** Samples in a second. Default 16,000. */
  readonly sampleRate?: number;
};

/** The time in seconds, the share of the echo, 0 changes nothing, and the seed of the room. */
export type ReverbDraw = { readonly decay: number; readonly wet: number; readonly seed: number };

/**
 * Puts recordings into a room: `new = (1 − wet) · old + wet · (old ∗ h)`, with the response of a room whose echoes are
 * noise that fades, `hₙ ∝ uₙ · 10^(−3n / (decay · sampleRate))` with normally distributed u and Σ h² = 1.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const room = reverb({ decay: 0.05 });
 * const tone = hostArray(Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i / 3)));
 * const echoing = room.signal(tone, room.draw(RandomStream.fromSeed(1), {})); // decay, wet, seed
 * @see Moorer, "About this reverberation business", 1979
 */
export function reverb(options: ReverbOptions = {}): SignalAugmentation<ReverbDraw> {
  const name = 'reverb';
  const { probability, decay, wet, sampleRate } = resolveOptions(name, options, {
    probability: 1,
    decay: [0.1, 0.8] as Range,
    wet: [0.1, 0.5] as Range,
    sampleRate: 16_000,
  });
  const decays = checkRange(name, 'decay', { value: decay, above: 0 });
  const shares = checkRange(name, 'wet', { value: wet, atLeast: 0, atMost: 1 });
  checkNumber(name, 'sampleRate', sampleRate, { above: 0 });
  return signalAugmentation<ReverbDraw>({
    name,
    probability,
    draw: (random) => ({
      decay: between(random, decays),
      wet: between(random, shares),
      seed: random.integer(2 ** 31),
    }),
    signal: (from, to, draw) => {
      const random = RandomStream.fromSeed(draw.seed);
      const length = Math.max(Math.ceil(draw.decay * sampleRate), 1);
      const response = Float64Array.from({ length }, (_, n) => random.normal() * 10 ** ((-3 * n) / length));
      const energy = Math.sqrt(response.reduce((sum, value) => sum + value * value, 0));
      const scaled = response.map((value) => value / energy);
      eachChannel(from, to, (values) => {
        const echo = draw.wet === 0 ? values : convolveSignal(values, scaled);
        return values.map((value, n) => (1 - draw.wet) * value + draw.wet * echo[n]!);
      });
    },
  });
}
