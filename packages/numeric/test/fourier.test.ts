import { ArgumentError } from '@neurite/core';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Fourier } from '../src/index.js';

/** By the definition. */
function slowly(re: Float64Array, im: Float64Array): [Float64Array, Float64Array] {
  const size = re.length;
  const [outRe, outIm] = [new Float64Array(size), new Float64Array(size)];
  for (let k = 0; k < size; k++) {
    for (let n = 0; n < size; n++) {
      const angle = (-2 * Math.PI * ((k * n) % size)) / size;
      outRe[k]! += re[n]! * Math.cos(angle) - im[n]! * Math.sin(angle);
      outIm[k]! += re[n]! * Math.sin(angle) + im[n]! * Math.cos(angle);
    }
  }
  return [outRe, outIm];
}

const wave = (size: number, seed: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => Math.sin(seed + i * i * 0.37));

/** The greatest difference. */
const distance = (found: Float64Array, wanted: Float64Array): number =>
  found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0);

it.each([1, 2, 3, 4, 5, 8, 12, 16, 25, 30, 31, 37, 64, 74, 97, 100, 121, 144, 210])(
  'is the definition for %d numbers, and goes back',
  (size) => {
    const [re, im] = [wave(size, 1), wave(size, 2)];
    const [wantedRe, wantedIm] = slowly(re, im);
    const fourier = new Fourier(size);
    fourier.forward(re, im);
    expect(distance(re, wantedRe)).toBeLessThan(1e-9);
    expect(distance(im, wantedIm)).toBeLessThan(1e-9);
    const power = new Float64Array(Math.floor(size / 2) + 1);
    fourier.inverse(re, im);
    expect(distance(re, wave(size, 1))).toBeLessThan(1e-11);
    expect(distance(im, wave(size, 2))).toBeLessThan(1e-11);
    fourier.power(wave(size, 1), power);
    const [realRe, realIm] = slowly(wave(size, 1), new Float64Array(size));
    const wanted = power.map((_, k) => realRe[k]! ** 2 + realIm[k]! ** 2);
    expect(distance(power, wanted)).toBeLessThan(1e-7);
  },
);

it('keeps the energy of any length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), fc.double({ min: -9, max: 9, noNaN: true }), (size, seed) => {
      const [re, im] = [wave(size, seed), new Float64Array(size)];
      const energy = re.reduce((sum, value) => sum + value * value, 0);
      new Fourier(size).forward(re, im);
      const found = re.reduce((sum, value, k) => sum + value * value + im[k]! * im[k]!, 0) / size;
      expect(found).toBeCloseTo(energy, 8);
    }),
    { numRuns: 30 },
  );
});

it.each([1_000_000, 100_003])('takes %d numbers', (size) => {
  const [re, im] = [new Float64Array(size), new Float64Array(size)];
  re[1] = 1;
  new Fourier(size).forward(re, im);
  const k = 23_456;
  expect(re[k]).toBeCloseTo(Math.cos((2 * Math.PI * k) / size), 9);
  expect(im[k]).toBeCloseTo(-Math.sin((2 * Math.PI * k) / size), 9);
});

it('refuses no numbers', () => {
  expect(() => new Fourier(0)).toThrow(ArgumentError);
  expect(() => new Fourier(0)).toThrow('Fourier: `size` must be an integer of at least 1; received 0.');
});
