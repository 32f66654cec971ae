import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWasm } from '@neurite/backend-wasm';
import { build } from '@neurite/core';
import { dense } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { confusionMatrix } from '@neurite/metrics';
import { sgd } from '@neurite/optimizers';
import { fit, histogramMonitor, jsonLinesLogger } from '@neurite/training';
import { expect, it } from 'vitest';
import { RunLog } from '../src/server/run-log.js';

it('reads what the callbacks of a training write', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'run-viewer-training-'));
  try {
    const path = join(folder, 'a', 'events.jsonl');
    await useWasm({ threads: 1 });
    using model = build(dense(2), { input: [3], seed: 1 });
    const batch = { x: new Float32Array(12), y: new Int32Array(4) };
    const batches = [batch, batch].map(({ x, y }) => ({
      x: { dtype: 'float32', data: x, shape: [4, 3] } as const,
      y: { dtype: 'int32', data: y, shape: [4] } as const,
    }));
    await fit(model, batches, {
      epochs: 3,
      loss: softmaxCrossEntropy,
      metrics: { confusion: confusionMatrix({ classes: 2 }) },
      optimizer: sgd({ learningRate: 0.1 }),
      callbacks: [jsonLinesLogger(path, { hyperparameters: { learningRate: 0.1 } }), histogramMonitor()],
      seed: 1,
    });
    const log = new RunLog('a', path);
    await log.refresh();
    const info = log.info();
    expect(info).toMatchObject({
      state: 'ended',
      reason: 'finished',
      step: 6,
      epoch: 3,
      hyperparameters: { learningRate: 0.1 },
    });
    expect(info).not.toHaveProperty('problem');
    expect(info.scalars).toMatchObject({ 'step.loss': 6, loss: 3 });
    expect(info.histograms['weights/kernel']).toEqual([2, 4, 6]);
    expect(info.tables).toEqual({ confusion: [2, 4, 6] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
