import { describe, expect, test } from 'vitest';
import { activationMaps, attentionMap, confusionMatrix, histogram, learningCurves, toSvg } from '../src/index.js';

/** More than a call takes as arguments, and no more than that: the charts of the file take a second. */
const SIDE = 500;
const many = SIDE * SIDE;
const wave = Float32Array.from({ length: many }, (_, i) => Math.sin(i));

describe('more values than a call takes as arguments', () => {
  test('they are more', () => {
    expect(() => Math.max(...wave)).toThrow(RangeError);
  });

  test('learningCurves names the smallest loss that a logarithmic scale cannot show', () => {
    const rows = Array.from({ length: many }, (_, i) => ({ epoch: i, loss: i === many - 1 ? -2 : 1 }));
    expect(() => learningCurves(rows, { logarithmic: true })).toThrow(
      'learningCurves: `rows` must have a loss above 0 on a logarithmic scale; received −2.',
    );
  });

  test('activationMaps of one large channel', () => {
    const chart = activationMaps(wave, { shape: [SIDE, SIDE, 1] });
    expect(chart.description).toBe('1 channel of 500 × 500, values from −1 to 1; the highest is in channel 0.');
  });

  test('attentionMap over a long sequence', () => {
    const weights = new Float32Array(many);
    weights[7] = 1;
    expect(attentionMap([weights]).description).toContain('Most: 0 to 7 (1).');
  });

  test('confusionMatrix of five hundred classes', () => {
    const row = new Float32Array(SIDE);
    const counts = Array.from({ length: SIDE }, (_, i) => (i === 0 ? Float32Array.of(5, ...row.subarray(1)) : row));
    const chart = confusionMatrix(counts);
    expect(chart.description).toMatch(/^100.% correct: 5 of 5\.$/);
    expect(toSvg(chart)).toContain('0 predicted correctly: 5');
  });

  test('histogram', () => {
    expect(histogram(wave).description).toMatch(/^250,000 values from −1 to 1/);
  });
});
