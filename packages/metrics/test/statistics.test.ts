import { expectClose, type NestedNumbers, onEachBackend } from '@neurite/testing';
import { dispose } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { metricOf, samplesOf, statisticsCases } from './statistics-cases.js';
import { evaluated } from './totals.js';

const names = [...new Set(statisticsCases.map(({ metric }) => metric))];

onEachBackend(() => {
  describe.each(names)('%s has the value of the reference over the whole set', (name) => {
    it.each(statisticsCases.filter(({ metric }) => metric === name))('$name', async (one) => {
      const { value } = one;
      const [metric, samples] = [metricOf(one), samplesOf(one)];
      for (const batchSize of [7, 1000]) {
        const found = await evaluated(metric, samples, batchSize);
        if (typeof value === 'object' && !Array.isArray(value)) {
          expect(Object.keys(found).sort()).toEqual(Object.keys(value).sort());
          for (const [key, one] of Object.entries(value)) {
            await expectClose((found as Record<string, number>)[key]!, one as number);
          }
        } else await expectClose(found as NestedNumbers, value as NestedNumbers, { relative: 2e-5, absolute: 2e-6 });
      }
      dispose(samples);
    });
  });
});
