import { ArgumentError, type Batch, hostArray } from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type EvaluateReport, evaluate } from '../src/index.js';
import { lineBatches, near, shuffled, squaredError, Two } from './support/toys.js';

onEachBackend(() => {
  describe('evaluate', () => {
    it('gives the values of the set, whatever the batch size', async () => {
      using model = new Two();
      const whole = await evaluate(model, lineBatches(23, 23), { loss: squaredError, metrics: { near } });
      for (const size of [1, 4, 22]) {
        const parts = await evaluate(model, shuffled(lineBatches(23, size)), { loss: squaredError, metrics: { near } });
        expect(parts.samples).toBe(23);
        expect(parts.loss).toBeCloseTo(whole.loss!, 5);
        expect(parts.metrics.near).toBe(whole.metrics.near);
      }
      expectTypeOf(whole.metrics.near).toEqualTypeOf<number>();
    });

    it('changes nothing and leaves nothing', async () => {
      using model = new Two();
      const before = model.first.runningMean.value;
      await expectNoLeak(async () => void (await evaluate(model, lineBatches(), { metrics: { near } })));
      expect(model.first.runningMean.value).toBe(before);
    });

    it('tells of each batch in order, and can be ended', async () => {
      using model = new Two();
      const reports: EvaluateReport[] = [];
      const controller = new AbortController();
      const options = { loss: squaredError, onBatch: (report: EvaluateReport) => void reports.push(report) };
      const { loss } = await evaluate(model, lineBatches(9, 4), options);
      expect(reports.map(({ batch, samples }) => [batch, samples])).toEqual([
        [1, 4],
        [2, 4],
        [3, 1],
      ]);
      const sum = reports.reduce((total, report) => total + report.loss * report.samples, 0);
      expect(sum / 9).toBeCloseTo(loss!, 6);
      const reason = new RangeError('enough');
      const stopping = evaluate(model, lineBatches(40, 1), {
        ...options,
        signal: controller.signal,
        onBatch: ({ batch }) => (batch === 3 ? controller.abort(reason) : undefined),
      });
      await expect(stopping).rejects.toBe(reason);
      await expect(evaluate(model, lineBatches(), { ...options, signal: controller.signal })).rejects.toBe(reason);
    });

    it('leaves nothing when a batch does not fit', async () => {
      using model = new Two();
      const bad: Batch = {
        x: hostArray(new Float32Array(4), [2, 2]),
        y: hostArray(new Float32Array(2), [2, 1]),
      };
      await expectNoLeak(async () => {
        await expect(evaluate(model, [...lineBatches(), bad], { metrics: { near } })).rejects.toThrow();
      });
    });
  });
});

describe('evaluate refuses', () => {
  it('nothing to measure', async () => {
    using model = new Two();
    await expectError(
      () => evaluate(model, lineBatches(), {}),
      ArgumentError,
      'evaluate: `metrics` must have at least one metric; received none.',
    );
  });
  it('no batches, and no iterable', async () => {
    using model = new Two();
    await expectError(
      () => evaluate(model, [], { loss: squaredError }),
      ArgumentError,
      'evaluate: `data` must have at least one batch; received none.',
    );
    await expectError(
      () => evaluate(model, {} as Batch[], { loss: squaredError }),
      ArgumentError,
      'evaluate: `data` must be a dataset or an iterable of batches; received an empty object.',
    );
  });
});
