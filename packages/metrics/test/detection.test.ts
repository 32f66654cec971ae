import { ArgumentError, type HostValue, hostArray, ShapeError } from '@neurite/core';
import { expectError, fixture } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { meanAveragePrecision } from '../src/index.js';

type Image = {
  readonly boxes: number[][];
  readonly classes: number[];
  readonly scores: number[];
  readonly truth: number[][];
  readonly labels: number[];
};
type DetectionCase = {
  readonly name: string;
  readonly thresholds: number[] | null;
  readonly maxDetections: number;
  readonly images: Image[];
  readonly value: number;
};

const { cases } = fixture<{ cases: DetectionCase[] }>('metrics/detection');

/** Images of up to `size` boxes, the rest padded with class −1. */
function batch(images: readonly Image[], size: number): { predictions: HostValue; targets: HostValue } {
  const padded = (rows: readonly number[][], width: number, filler: number): Float32Array =>
    Float32Array.from(
      rows.flatMap((row) => [...row, ...Array.from({ length: size * width - row.length }, () => filler)]),
    );
  const shape = [images.length, size];
  const array = (of: (image: Image) => number[], width: number, filler: number): HostValue =>
    hostArray(padded(images.map(of), width, filler), width === 1 ? shape : [...shape, width]);
  return {
    predictions: {
      boxes: array(({ boxes }) => boxes.flat(), 4, Number.NaN),
      scores: array(({ scores }) => scores, 1, 9),
      classes: array(({ classes }) => classes, 1, -1),
    },
    targets: { boxes: array(({ truth }) => truth.flat(), 4, 0), classes: array(({ labels }) => labels, 1, -1) },
  };
}

describe('meanAveragePrecision', () => {
  it.each(cases)('is that of COCO: $name, thresholds $thresholds, at most $maxDetections', (one) => {
    const { thresholds, maxDetections, images, value } = one;
    const metric = meanAveragePrecision({ maxDetections, ...(thresholds === null ? {} : { thresholds }) });
    for (const size of [1, 3, images.length]) {
      let total = metric.start();
      for (let start = 0; start < images.length; start += size) {
        const { predictions, targets } = batch(images.slice(start, start + size), 16);
        // A checkpoint in between.
        total = metric.add(JSON.parse(JSON.stringify(total)), predictions, targets);
      }
      expect(metric.value(total)).toBeCloseTo(value, 5);
    }
  });

  it('counts an image of weight 2 as two of it, and sees nothing of one of weight 0', () => {
    const { images } = cases[8]!;
    const metric = meanAveragePrecision();
    const { predictions, targets } = batch(images.slice(0, 4), 16);
    const weights = hostArray(Float32Array.of(2, 0, 1, 1));
    const repeated = batch([images[0]!, images[0]!, images[2]!, images[3]!], 16);
    expect(metric.value(metric.add(metric.start(), predictions, targets, { weights }))).toBeCloseTo(
      metric.value(metric.add(metric.start(), repeated.predictions, repeated.targets)),
      10,
    );
    expect(metric.value(metric.start())).toBeNaN();
  });

  it('says what it does not take', async () => {
    const metric = meanAveragePrecision();
    const { predictions, targets } = batch(cases[0]!.images, 16);
    await expectError(
      () => meanAveragePrecision({ thresholds: [] }),
      ArgumentError,
      'meanAveragePrecision: `thresholds` must be a list of 1 to 31 numbers; received [].',
    );
    await expectError(
      () => metric.add(metric.start(), { ...predictions, scores: hostArray(Float32Array.of(1)) } as HostValue, targets),
      ShapeError,
      'meanAveragePrecision: `predictions.scores` must have shape [4, 16]; received [1].',
    );
    await expectError(
      () => metric.add(metric.start(), targets, targets),
      ArgumentError,
      'meanAveragePrecision: `predictions.scores` must be a host array; received undefined.',
    );
    await expectError(
      () => metric.add(metric.start(), predictions, batch(cases[0]!.images.slice(1), 16).targets),
      ShapeError,
      'meanAveragePrecision: `predictions` must have as many images as `targets`, 3; received 4.',
    );
  });
});
