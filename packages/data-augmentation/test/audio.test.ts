import { ArgumentError, type Augmentation, hostArray, RandomStream, ShapeError } from '@neurite/core';
import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import {
  bandPassFilter,
  clipping,
  frequencyMask,
  highPassFilter,
  lowPassFilter,
  noiseAtSnr,
  pitchShift,
  randomGain,
  reverb,
  specAugment,
  timeReverse,
  timeShift,
  timeStretch,
} from '../src/index.js';
import { testFamily } from './table.js';

testFamily('audio', {
  noiseAtSnr: [noiseAtSnr(), { alone: true }],
  randomGain: [randomGain(), { identity: { decibels: 0 } }],
  timeShift: [timeShift(), { identity: { share: 0 }, also: [['timeShift wrap', timeShift({ border: 'wrap' })]] }],
  timeReverse: [timeReverse()],
  timeStretch: [timeStretch({ fftSize: 64 }), { identity: { rate: 1 } }],
  pitchShift: [pitchShift({ fftSize: 64 }), { alone: true, identity: { semitones: 0 } }],
  lowPassFilter: [lowPassFilter({ frequency: [500, 3000], sampleRate: 8000 })],
  highPassFilter: [highPassFilter({ frequency: [500, 3000], sampleRate: 8000 })],
  bandPassFilter: [bandPassFilter({ frequency: [500, 3000], sampleRate: 8000 })],
  clipping: [clipping(), { identity: { share: 0 } }],
  reverb: [reverb({ sampleRate: 100 }), { alone: true, identity: { decay: 0.1, wet: 0, seed: 1 } }],
  specAugment: [
    specAugment(),
    {
      identity: { warp: [0.5, 0], times: [], frequencies: [] },
      also: [['specAugment zero', specAugment({ fill: 'zero' })]],
    },
  ],
  frequencyMask: [frequencyMask(), { identity: { start: 0.4, width: 0 } }],
});

const all = {
  noiseAtSnr: noiseAtSnr(),
  randomGain: randomGain(),
  timeShift: timeShift(),
  timeReverse: timeReverse({ probability: 1 }),
  timeStretch: timeStretch(),
  pitchShift: pitchShift(),
  lowPassFilter: lowPassFilter(),
  highPassFilter: highPassFilter(),
  bandPassFilter: bandPassFilter(),
  clipping: clipping(),
  reverb: reverb(),
  specAugment: specAugment(),
  frequencyMask: frequencyMask(),
};

describe.each(Object.entries(all))('%s', (_, made) => {
  const augmentation = made as Augmentation; // draws go only where they came from
  const applied = (signal: ReturnType<typeof hostArray<Float32Array>>): Float32Array =>
    augmentation.signal!(signal, augmentation.draw(RandomStream.fromSeed(1), { signal: [signal] })).data;

  it.each([0, 1, 30_011])('takes a signal of %d steps', (time) => {
    const result = applied(hostArray(new Float32Array(time * 2).fill(0.5), [time, 2]));
    expect(result).toHaveLength(time * 2);
    expect(result.every(Number.isFinite)).toBe(true);
  });

  it('keeps silence', () => {
    expect(applied(hostArray(new Float32Array(3000))).every((value) => Object.is(Math.abs(value), 0))).toBe(true);
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

const tone = (frequency: number, time = 8000) =>
  hostArray(Float32Array.from({ length: time }, (_, i) => Math.sin((2 * Math.PI * frequency * i) / 8000)));

/** The frequency in Hz of most power, of 8000 samples in a second, and how much of all power it has with its neighbors. */
function loudest(data: Float32Array): readonly [frequency: number, share: number] {
  const middle = data.subarray(2000, 6000);
  const powers = Array.from({ length: 400 }, (_, k) => {
    let [re, im] = [0, 0];
    for (const [i, value] of middle.entries()) {
      const fade = Math.sin((Math.PI * i) / 4000) ** 2;
      re += fade * value * Math.cos((2 * Math.PI * 4 * k * i) / 4000 / 2);
      im += fade * value * Math.sin((2 * Math.PI * 4 * k * i) / 4000 / 2);
    }
    return re * re + im * im;
  });
  const best = powers.indexOf(Math.max(...powers));
  const near = powers.reduce((sum, power, k) => sum + (Math.abs(k - best) <= 2 ? power : 0), 0);
  return [4 * best, near / powers.reduce((sum, power) => sum + power, 0)];
}

describe('frequencies', () => {
  it.each([
    [-12, 220],
    [-5, 329.6],
    [7, 659.3],
    [12, 880],
  ])('pitchShift by %d semitones makes %f Hz of 440', (semitones, expected) => {
    const [frequency, share] = loudest(pitchShift().signal(tone(440), { semitones }).data);
    expect(Math.abs(frequency - expected)).toBeLessThanOrEqual(4);
    expect(share).toBeGreaterThan(0.9);
  });

  it('timeStretch keeps them', () => {
    for (const rate of [0.7, 1.3]) {
      expect(loudest(timeStretch().signal(tone(440), { rate }).data)[0]).toBe(440);
    }
  });
});

describe('noiseAtSnr', () => {
  const energy = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);

  it('has the ratio that was drawn, with noise of its own and with recordings', () => {
    const signal = tone(300, 1000);
    const wave = hostArray(Float32Array.from({ length: 90 }, (_, i) => (i % 7) - 3));
    for (const noise of [noiseAtSnr(), noiseAtSnr({ recordings: [wave] })]) {
      for (const snr of [0, 13, 40]) {
        const { data } = noise.signal(signal, { snr, recording: 0, start: 0.5, seed: 3 });
        const added = data.map((value, i) => value - signal.data[i]!);
        expect(10 * Math.log10(energy(signal.data) / energy(added))).toBeCloseTo(snr, 1);
      }
    }
  });

  it('takes a recording from where it was drawn, again and again, channel by channel', () => {
    const recording = hostArray(Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]);
    const signal = hostArray(new Float32Array(10).fill(1), [5, 2]);
    const { data } = noiseAtSnr({ recordings: [recording] }).signal(signal, {
      snr: 0,
      recording: 0,
      start: 0.4,
      seed: 0,
    });
    const added = data.map((value) => value - 1);
    expect([...added].map((value) => Math.round((value / added[0]!) * 3))).toEqual([3, 4, 5, 6, 1, 2, 3, 4, 5, 6]);
  });
});

it('reverb is the sum of echoes that fade', () => {
  const click = new Float32Array(3000);
  click[10] = 1;
  const { data } = reverb({ sampleRate: 1000 }).signal(hostArray(click), { decay: 1, wet: 1, seed: 4 });
  expect(data.subarray(0, 10).every((value) => Math.abs(value) < 1e-7)).toBe(true);
  expect(data.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
  const loudness = (from: number): number =>
    10 * Math.log10(data.subarray(from, from + 200).reduce((sum, value) => sum + value * value, 0));
  expect(loudness(10) - loudness(510)).toBeGreaterThan(25);
  expect(loudness(10) - loudness(510)).toBeLessThan(35);
  // Linear: a louder click has louder echoes, and two clicks the sum.
  const two = new Float32Array(3000);
  two.set([2, 0, 0, 2], 10);
  const both = reverb({ sampleRate: 1000 }).signal(hostArray(two), { decay: 1, wet: 1, seed: 4 }).data;
  for (let i = 20; i < 900; i += 7) expect(both[i]).toBeCloseTo(2 * data[i]! + 2 * data[i - 3]!, 5);
});

it('takes a million steps', () => {
  // A power of two: other lengths take transforms of four times as many steps.
  const time = 2 ** 20;
  const signal = hostArray(new Float32Array(time).fill(0.25));
  expect(frequencyMask().signal(signal, { start: 0.5, width: 0.1 }).data[500_000]).toBeCloseTo(0.25, 6);
  expect(reverb().signal(signal, { decay: 0.2, wet: 0.3, seed: 1 }).data).toHaveLength(time);
  expect(timeStretch({ hopLength: 2048 }).signal(signal, { rate: 1.5 }).data).toHaveLength(time);
});

it('reverb of a signal of several parts is the sum of its echoes', () => {
  const values = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i * i));
  const draw = { decay: 0.1, wet: 1, seed: 2 };
  const own = reverb({ sampleRate: 300 });
  const click = new Float32Array(1000);
  click[0] = 1;
  const response = own.signal(hostArray(click), draw).data;
  const { data } = own.signal(hostArray(values), draw);
  for (let i = 0; i < 1000; i++) {
    let sum = 0;
    for (let k = 0; k < Math.min(30, i + 1); k++) sum += response[k]! * values[i - k]!;
    expect(data[i]).toBeCloseTo(sum, 5);
  }
});

it.each([
  [() => noiseAtSnr({ snr: Number.NaN }), 'noiseAtSnr: `snr` must be a finite number; received NaN.'],
  [
    () => noiseAtSnr({ recordings: [3] } as never),
    'noiseAtSnr: `recordings` must be a list of float32 arrays [time] or [time, channels] with at least one step; received [3].',
  ],
  [() => randomGain({ decibels: -1 }), 'randomGain: `decibels` must be a finite number of at least 0; received -1.'],
  [
    () => timeShift({ share: [-2, 0] }),
    'timeShift: `share` must be a finite number of at least -1 and of at most 1; received -2.',
  ],
  [() => timeStretch({ rate: 0 }), 'timeStretch: `rate` must be a finite number above 0; received 0.'],
  [
    () => timeStretch({ fftSize: 8, hopLength: 9 }),
    'timeStretch: `hopLength` must be an integer from 1 to 8; received 9.',
  ],
  [
    () => pitchShift({ semitones: [0, 30] }),
    'pitchShift: `semitones` must be a finite number of at least -24 and of at most 24; received 30.',
  ],
  [
    () => lowPassFilter({ frequency: 9000 }),
    'lowPassFilter: `frequency` must be a finite number above 0 and below 8000; received 9000.',
  ],
  [() => highPassFilter({ q: 0 }), 'highPassFilter: `q` must be a finite number above 0; received 0.'],
  [
    () => bandPassFilter({ sampleRate: 0 }),
    'bandPassFilter: `sampleRate` must be a finite number above 0; received 0.',
  ],
  [
    () => clipping({ share: 2 }),
    'clipping: `share` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
  [() => reverb({ decay: 0 }), 'reverb: `decay` must be a finite number above 0; received 0.'],
  [
    () => specAugment({ warp: 0.5 }),
    'specAugment: `warp` must be a finite number of at least 0 and below 0.5; received 0.5.',
  ],
  [
    () => frequencyMask({ width: 2 }),
    'frequencyMask: `width` must be a finite number of at least 0 and of at most 1; received 2.',
  ],
])('refuses %#', async (run, message) => {
  await expectError(run, ArgumentError, message);
});
