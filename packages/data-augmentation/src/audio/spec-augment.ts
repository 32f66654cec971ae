import { checkChoice, checkInteger, checkNumber, resolveOptions } from '@neurite/core';
import { resampleSignal } from '../internal/resample-signal.js';
import { type Chance, type SignalAugmentation, signalAugmentation } from '../internal/signal-augmentation.js';

export type SpecAugmentOptions = Chance & {
  /** Number of masked times. Default 2. */
  readonly timeMasks?: number;
  /** The longest of them, a share of the length, 0 to 1. Default 0.1. */
  readonly timeShare?: number;
  /** Number of masked bands. Default 2. */
  readonly frequencyMasks?: number;
  /** The widest of them, a share of the channels, 0 to 1. Default 0.2. */
  readonly frequencyShare?: number;
  /** How far a point in time moves at most, a share of the length, 0 to below 0.5. Default 0.05. */
  readonly warp?: number;
  /** What masked values become: 0, or the mean of all. Default `mean`. */
  readonly fill?: 'zero' | 'mean';
};

/** A length, and where it begins: both as shares. */
export type Stretch = readonly [start: number, length: number];

/** The point in time that moves and how far, as shares of the length, and the masks. */
export type SpecAugmentDraw = {
  readonly warp: readonly [point: number, by: number];
  readonly times: readonly Stretch[];
  readonly frequencies: readonly Stretch[];
};

/**
 * Changes spectrograms, [time, frequencies] as `melSpectrogram` gives them: warps time around a point, linearly on both of
 * its sides, then masks stretches of time and bands of frequencies.
 *
 * @param options.probability Default 1
 * @throws ArgumentError when an option is out of its range
 * @example
 * const augment = specAugment({ warp: 0 });
 * const spectrogram = hostArray(new Float32Array(100 * 40), [100, 40]);
 * const changed = augment.signal(spectrogram, augment.draw(RandomStream.fromSeed(1), {}));
 * @see Park et al., "SpecAugment: A simple data augmentation method for automatic speech recognition", 2019
 */
export function specAugment(options: SpecAugmentOptions = {}): SignalAugmentation<SpecAugmentDraw> {
  const name = 'specAugment';
  const resolved = resolveOptions(name, options, {
    probability: 1,
    timeMasks: 2,
    timeShare: 0.1,
    frequencyMasks: 2,
    frequencyShare: 0.2,
    warp: 0.05,
    fill: 'mean',
  });
  const { timeMasks, timeShare, frequencyMasks, frequencyShare, warp, fill } = resolved;
  checkInteger(name, 'timeMasks', timeMasks, { min: 0 });
  checkInteger(name, 'frequencyMasks', frequencyMasks, { min: 0 });
  checkNumber(name, 'timeShare', timeShare, { atLeast: 0, atMost: 1 });
  checkNumber(name, 'frequencyShare', frequencyShare, { atLeast: 0, atMost: 1 });
  checkNumber(name, 'warp', warp, { atLeast: 0, below: 0.5 });
  checkChoice(name, 'fill', fill, ['zero', 'mean']);
  return signalAugmentation<SpecAugmentDraw>({
    name,
    probability: resolved.probability,
    draw: (random) => {
      const masks = (count: number, longest: number): readonly Stretch[] =>
        Array.from({ length: count }, () => [random.uniform(), random.uniform() * longest] as const);
      const point = warp + (1 - 2 * warp) * random.uniform();
      return {
        warp: [point, warp * (2 * random.uniform() - 1)],
        times: masks(timeMasks, timeShare),
        frequencies: masks(frequencyMasks, frequencyShare),
      };
    },
    signal: (from, to, draw) => {
      const { time, channels } = from;
      const last = time - 1;
      const [point, moved] = [draw.warp[0] * last, (draw.warp[0] + draw.warp[1]) * last];
      resampleSignal(from, to, (step) => {
        if (draw.warp[1] === 0 || last < 1) return step;
        return step < moved
          ? (step / moved) * point
          : last - ((last - step) / Math.max(last - moved, 1e-9)) * (last - point);
      });
      const value = fill === 'zero' || to.length === 0 ? 0 : to.reduce((sum, one) => sum + one, 0) / to.length;
      for (const stretch of draw.times) {
        const [first, end] = stepsOf(stretch, time);
        to.fill(value, first * channels, end * channels);
      }
      for (const stretch of draw.frequencies) {
        const [first, end] = stepsOf(stretch, channels);
        for (let step = 0; step < time; step++) to.fill(value, step * channels + first, step * channels + end);
      }
    },
  });
}

function stepsOf([start, length]: Stretch, size: number): readonly [first: number, end: number] {
  const steps = Math.round(length * size);
  const first = Math.round(start * (size - steps));
  return [first, first + steps];
}
