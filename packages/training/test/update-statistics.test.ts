import { onEachBackend } from '@neurite/testing';
import { memory } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { updateStatistics } from '../src/index.js';
import { lineBatches, Two } from './support/toys.js';

onEachBackend(() => {
  describe('updateStatistics', () => {
    it('passes data through the model, which keeps its weights', async () => {
      using model = new Two();
      const kernel = [...model.first.kernel.value.dataSync()];
      const batches = lineBatches();
      const before = memory().numTensors;
      expect(await updateStatistics(model, batches)).toBe(6);
      expect(memory().numTensors).toBe(before);
      const means = batches.map(({ x }) => x.data.reduce((sum, value) => sum + value, 0) / x.data.length);
      const expected = means.reduce((mean, one) => 0.9 * mean + 0.1 * one, 0);
      expect(model.first.runningMean.value.dataSync()[0]).toBeCloseTo(expected, 5);
      expect([...model.first.kernel.value.dataSync()]).toEqual(kernel);
      expect(await updateStatistics(model, [])).toBe(0);
    });
  });
});
