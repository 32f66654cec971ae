import { describe, expect, test } from 'vitest';
import { activationMaps, attentionMap, confusionMatrix, histogram, learningCurves, toSvg } from '../src/index.js';

const million = 1_000_000;
const wave = Float32Array.from({ length: million }, (_, i) => Math.sin(i));

describe('a million values', () => {
  test('learningCurves names the smallest loss that a logarithmic scale cannot show', () => {
    const rows = Array.from({ length: million }, (_, i) => ({ epoch: i, loss: i === million - 1 ? -2 : 1 }));
    expect(() => learningCurves(rows, { logarithmic: true })).toThrow(
      'learningCurves: `rows` must have a loss above 0 on a logarithmic scale; received −2.',
    );
  });

  test('activationMaps of one large channel', () => {
    const chart = activationMaps(wave, { shape: [1000, 1000, 1] });
    expect(chart.description).toBe('1 channel of 1000 × 1000, values from −1 to 1; the highest is in channel 0.');
  });

  test('attentionMap over a long sequence', () => {
    const weights = new Float32Array(million);
    weights[7] = 1;
    expect(attentionMap([weights]).description).toContain('Most: 0 to 7 (1).');
  });

  test('confusionMatrix of a thousand classes', () => {
    const row = new Float32Array(1000);
    const counts = Array.from({ length: 1000 }, (_, i) => (i === 0 ? Float32Array.of(5, ...row.subarray(1)) : row));
    const chart = confusionMatrix(counts);
    expect(chart.description).toMatch(/^100.% correct: 5 of 5\.$/);
    expect(toSvg(chart)).toContain('0 predicted correctly: 5');
  });

  test('histogram', () => {
    expect(histogram(wave).description).toMatch(/^1,000,000 values from −1 to 1/);
  });
});
