import { type Augmentation, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  axisRotation,
  drift,
  jitter,
  magnitudeWarp,
  permutation,
  scaling,
  signalDropout,
  timeWarp,
  windowSlice,
  windowWarp,
} from '../src/index.js';
import { testFamily } from './table.js';

testFamily('series', {
  jitter: [jitter(), { alone: true }],
  // Signals of 1 channel, which the table tries, have no axes to turn.
  scaling: [scaling(), { identity: { factors: [1, 1] }, also: [['axisRotation', axisRotation()]] }],
  magnitudeWarp: [
    magnitudeWarp(),
    {
      identity: {
        factors: [
          [1, 1, 1],
          [1, 1],
        ],
      },
    },
  ],
  timeWarp: [timeWarp(), { identity: { speeds: [2, 2, 2] } }],
  windowSlice: [windowSlice()],
  windowWarp: [windowWarp(), { identity: { start: 0.3, scale: 1 } }],
  permutation: [permutation(), { identity: { ends: [0.3, 0.6, 1], order: [0, 1, 2] } }],
  drift: [
    drift(),
    {
      identity: {
        distances: [0, 0],
        walks: [
          [0, 1],
          [0, 2],
        ],
      },
    },
  ],
  signalDropout: [
    signalDropout(),
    {
      identity: { gaps: [] },
      also: [
        ['signalDropout previous', signalDropout({ fill: 'previous' })],
        ['signalDropout mean', signalDropout({ fill: 'mean' })],
      ],
    },
  ],
});

/** Everything that is made with default options. */
const all = {
  jitter: jitter(),
  scaling: scaling(),
  magnitudeWarp: magnitudeWarp(),
  timeWarp: timeWarp(),
  windowSlice: windowSlice(),
  windowWarp: windowWarp(),
  permutation: permutation(),
  drift: drift(),
  signalDropout: signalDropout(),
  axisRotation: axisRotation(),
};

describe.each(Object.entries(all))('%s', (_, made) => {
  const augmentation = made as Augmentation; // draws go only where they came from
  const applied = (signal: ReturnType<typeof hostArray<Float32Array>>, seed: number): Float32Array =>
    augmentation.signal!(signal, augmentation.draw(RandomStream.fromSeed(seed), { signal: [signal] })).data;

  it('takes signals of no step, of one, and of many', () => {
    for (const time of [0, 1, 100_000]) {
      const signal = hostArray(new Float32Array(time * 3).fill(0.5), [time, 3]);
      const result = applied(signal, 1);
      expect(result).toHaveLength(time * 3);
      expect(result.every(Number.isFinite)).toBe(true);
    }
  });

  it('changes a wave, and another seed changes it otherwise', () => {
    const wave = hostArray(
      Float32Array.from({ length: 300 }, (_, i) => Math.sin(i / 9)),
      [100, 3],
    );
    const results = [1, 2, 3].map((seed) => [...applied(wave, seed)]);
    // An order that is drawn may be the old one.
    expect(new Set([...results, [...wave.data]].map(String)).size).toBeGreaterThan(2);
    expect([...applied(wave, 1)]).toEqual(results[0]);
  });

  it('refuses what is no signal', async () => {
    const image = hostArray(new Float32Array(8), [2, 2, 2]);
    await expectError(
      () => augmentation.signal!(image, augmentation.draw(RandomStream.fromSeed(1), {})),
      ShapeError,
      `${augmentation.name}: \`signal\` must have shape [time] or [time, channels]; received [2, 2, 2].`,
    );
  });
});

// The standard error of a standard deviation of n draws is 1 / √2n of it.
it('has the deviations of its formula', () => {
  const deviation = (values: ArrayLike<number>): number => {
    const mean = Array.prototype.reduce.call(values, (a, b) => (a as number) + (b as number), 0) as number;
    const squares = Array.from(values, (value) => (value - mean / values.length) ** 2);
    return Math.sqrt(squares.reduce((a, b) => a + b) / values.length);
  };
  const wave = hostArray(Float32Array.from({ length: 200_000 }, (_, i) => (i % 2 === 0 ? 7 : -3)));
  const noise = jitter({ deviation: 0.2 })
    .signal(wave, { seed: 5 })
    .data.map((value, i) => value - wave.data[i]!);
  expect(deviation(noise) / (0.2 * 5)).toBeCloseTo(1, 2);
  const random = RandomStream.fromSeed(2);
  const draws = Array.from({ length: 20_000 }, () => scaling({ deviation: 0.3 }).draw(random, {})!.factors[0]!);
  expect(deviation(draws) / 0.3).toBeCloseTo(1, 1);
});

it('runs through the whole signal, and never backwards', () => {
  const ramp = hostArray(Float32Array.from({ length: 50 }, (_, i) => i));
  for (const augmentation of [timeWarp({ deviation: 2 }), windowWarp({ share: 0.4 })] as Augmentation[]) {
    for (let seed = 0; seed < 50; seed++) {
      const { data } = augmentation.signal!(ramp, augmentation.draw(RandomStream.fromSeed(seed), {}));
      expect([data[0], data[49]]).toEqual([0, 49]);
      for (let i = 1; i < 50; i++) expect(data[i]).toBeGreaterThan(data[i - 1]!);
    }
  }
});

it('keeps the length of three axes', () => {
  const random = RandomStream.fromSeed(4);
  const signal = hostArray(random.uniforms(30, -1, 1), [10, 3]);
  const turn = axisRotation();
  const { data } = turn.signal(signal, turn.draw(random, { signal: [signal] }));
  for (let at = 0; at < 30; at += 3) {
    expect(Math.hypot(...data.subarray(at, at + 3))).toBeCloseTo(Math.hypot(...signal.data.subarray(at, at + 3)), 5);
  }
});

it('draws for the signal that has most channels, and refuses one that has more', async () => {
  const [narrow, wide] = [hostArray(new Float32Array(4), [4, 1]), hostArray(new Float32Array(8).fill(1), [4, 2])];
  const augmentation = scaling();
  const drawn = augmentation.draw(RandomStream.fromSeed(1), { signal: [narrow, wide] });
  expect(drawn!.factors).toHaveLength(2);
  expect(() => augmentation.signal(wide, { factors: [1] })).toThrow(
    'scaling: `params` must have been drawn for 2 channels; received a draw for 1.',
  );
});

it.each([
  [() => jitter({ deviation: -1 }), 'jitter: `deviation` must be a finite number of at least 0; received -1.'],
  [
    () => scaling({ deviation: Number.NaN }),
    'scaling: `deviation` must be a finite number of at least 0; received NaN.',
  ],
  [() => magnitudeWarp({ knots: 1.5 }), 'magnitudeWarp: `knots` must be an integer of at least 0; received 1.5.'],
  [() => timeWarp({ knots: -1 }), 'timeWarp: `knots` must be an integer of at least 0; received -1.'],
  [
    () => windowSlice({ share: 0 }),
    'windowSlice: `share` must be a finite number above 0 and of at most 1; received 0.',
  ],
  [() => windowWarp({ scales: [0, 2] }), 'windowWarp: `scales` must be a finite number above 0; received 0.'],
  [() => permutation({ segments: 1 }), 'permutation: `segments` must be a finite number of at least 2; received 1.'],
  [() => permutation({ segments: [2, 3.5] }), 'permutation: `segments` must be integers; received 2, 3.5.'],
  [() => drift({ distance: -1 }), 'drift: `distance` must be a finite number of at least 0; received -1.'],
  [() => signalDropout({ gaps: 0 }), 'signalDropout: `gaps` must be an integer of at least 1; received 0.'],
  [
    () => axisRotation({ angle: 200 }),
    'axisRotation: `angle` must be a finite number of at least 0 and of at most 180; received 200.',
  ],
  [
    () => axisRotation().signal(hostArray(new Float32Array(4)), { angle: 1, axis: [1, 0, 0] }),
    'axisRotation: `signal` must have 2 or 3 channels; received [4, 1].',
  ],
])('refuses %#', (run, message) => {
  expect(run).toThrow(message);
});
