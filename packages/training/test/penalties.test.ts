import { build, type HostArray, hostArray, stateDict } from '@neurite/core';
import { activityPenalty, dense, sequential, weightPenalty } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { sgd } from '@neurite/optimizers';
import { expectNoLeak, onEachBackend } from '@neurite/testing';
import { assert, expect, it } from 'vitest';
import { fit } from '../src/index.js';
import { lineBatches } from './support/toys.js';

type Floats = HostArray<'float32'>;

const penalized = weightPenalty(sequential(dense(2), activityPenalty({ l1: 0.05 }), dense(1)), { l2: 0.1 });

onEachBackend(() => {
  const [all] = lineBatches(6, 6, 3) as [{ x: Floats; y: Floats }];
  const parts = [0, 2, 4].map((first) => ({
    x: hostArray(all.x.data.slice(3 * first, 3 * (first + 2)), [2, 3]),
    y: hostArray(all.y.data.slice(first, first + 2), [2, 1]),
  }));
  const common = { loss: meanSquaredError, optimizer: sgd({ learningRate: 0.1 }) };

  it('count in the loss and in its gradient', async () => {
    using model = build(penalized, { input: [3], seed: 7 });
    const value = async (path: string) => [...(await stateDict(model)[path]!.data())];
    const [first, second] = [await value('inner.layers.0.kernel'), await value('inner.layers.2.kernel')];
    let expected = 0;
    for (let i = 0; i < 6; i++) {
      const x = [...all.x.data.slice(3 * i, 3 * i + 3)];
      const hidden = [0, 1].map((j) => x.reduce((sum, of, k) => sum + of * first[2 * k + j]!, 0)); // biases are 0
      const y = hidden[0]! * second[0]! + hidden[1]! * second[1]!;
      expected += (y - all.y.data[i]!) ** 2 / 6 + (0.05 * (Math.abs(hidden[0]!) + Math.abs(hidden[1]!))) / 6;
    }
    for (const w of [...first, ...second]) expected += 0.1 * w * w;
    const history = await fit(model, [all], { ...common, epochs: 1 });
    assert.closeTo(history.epochs[0]!.loss, expected, 1e-5);
    // Large weights alone are pulled towards 0.
    using shrinking = build(weightPenalty(dense(1), { l2: 1 }), { input: [3], seed: 7 });
    const kernel = async () => [...(await stateDict(shrinking)['inner.kernel']!.data())];
    const before = await kernel();
    const nothing = { x: hostArray(new Float32Array(3), [1, 3]), y: hostArray(new Float32Array(1), [1, 1]) };
    await fit(shrinking, [nothing], { ...common, epochs: 1 });
    for (const [i, w] of (await kernel()).entries()) assert.closeTo(w, before[i]! * (1 - 0.1 * 2), 1e-6);
  });

  it('are the same where the batch comes in parts', async () => {
    const train = async (batches: typeof parts, accumulate: number): Promise<number[]> => {
      using model = build(penalized, { input: [3], seed: 7 });
      const history = await fit(model, batches, { ...common, epochs: 2, accumulate });
      return [...(await stateDict(model)['inner.layers.0.kernel']!.data()), history.epochs[1]!.loss];
    };
    const whole = await train([all], 1);
    for (const [i, value] of (await train(parts, 3)).entries()) expect(value).toBeCloseTo(whole[i]!, 5);
  });

  it('leave no tensor behind', async () => {
    using model = build(penalized, { input: [3], seed: 7 });
    await expectNoLeak(() => fit(model, parts, { ...common, epochs: 1 }));
  });
});
