import { checkNumber, resolveOptions } from '@neurite/core';
import { eachChannel } from './channels.js';
import { between, checkRange, type Range } from './ranges.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from './signal-augmentation.js';

/** Options of every filter of recordings. */
export type FilterOptions = Chance & {
  /** Of the filter in Hz, above 0 and below half of `sampleRate`: one, or the least and the greatest, uniform in its logarithm. */
  readonly frequency?: Range;
  /** Samples in a second. Default 16,000. */
  readonly sampleRate?: number;
  /** How sharp the filter is, above 0. */
  readonly q?: number;
};

/** The frequency in Hz. */
export type FilterDraw = { readonly frequency: number };

/** Of the values before, b0 to b2, and of the results before, a1 and a2. */
export type Biquad = readonly [b0: number, b1: number, b2: number, a1: number, a2: number];

/** An augmentation by a filter of second order, `yₙ = b₀xₙ + b₁xₙ₋₁ + b₂xₙ₋₂ − a₁yₙ₋₁ − a₂yₙ₋₂`. */
export function filterAugmentation(
  name: string,
  options: FilterOptions,
  {
    frequency,
    q,
    biquad,
  }: {
    readonly frequency: readonly [number, number];
    readonly q: number;
    /** From the cosine of the frequency and α = sin ω / 2Q, the coefficients without their division by a₀ = 1 + α. */
    readonly biquad: (cosine: number, alpha: number) => readonly [b0: number, b1: number, b2: number];
  },
): SignalAugmentation<FilterDraw> {
  const resolved = resolveOptions(name, options, {
    probability: 1,
    frequency: frequency as Range,
    sampleRate: 16_000,
    q,
  });
  const { sampleRate } = resolved;
  checkNumber(name, 'sampleRate', sampleRate, { above: 0 });
  checkNumber(name, 'q', resolved.q, { above: 0 });
  const [low, high] = checkRange(name, 'frequency', { value: resolved.frequency, above: 0, below: sampleRate / 2 });
  const logarithms = [Math.log(low), Math.log(high)] as const;
  return signalAugmentation<FilterDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => ({ frequency: Math.exp(between(random, logarithms)) }),
    signal: (from, to, draw) => {
      const angle = (2 * Math.PI * draw.frequency) / sampleRate;
      const [cosine, alpha] = [Math.cos(angle), Math.sin(angle) / (2 * resolved.q)];
      const [b0, b1, b2] = biquad(cosine, alpha).map((b) => b / (1 + alpha)) as [number, number, number]; // as many
      eachChannel(from, to, filteredBy([b0, b1, b2, (-2 * cosine) / (1 + alpha), (1 - alpha) / (1 + alpha)]));
    },
  });
}

function filteredBy([b0, b1, b2, a1, a2]: Biquad): (values: Float64Array) => Float64Array {
  return (values) => {
    let [first, second] = [0, 0];
    return values.map((x) => {
      const y = b0 * x + first;
      first = b1 * x - a1 * y + second;
      second = b2 * x - a2 * y;
      return y;
    });
  };
}
