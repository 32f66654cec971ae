import { type AnyRank, build, type HostArray, parameters, stateDict } from '@neurite/core';
import {
  batchNorm,
  dense,
  dropout,
  lora,
  mixtureOfExperts,
  relu,
  remat,
  sequential,
  spectralNorm,
  weightNorm,
  weightPenalty,
} from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { expectNoLeak, onEachBackend } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { fit } from '../src/index.js';
import { lineBatches } from './support/toys.js';

type Floats = HostArray<'float32'>;

onEachBackend(() => {
  const batches = lineBatches(12, 4, 3) as { x: Floats; y: Floats }[];
  const inner = sequential(dense(6), batchNorm(), relu(), dropout(0.2), dense(3));
  const train = async (block: AnyRank): Promise<{ readonly loss: number[]; readonly state: number[][] }> => {
    using model = build(sequential(block, dense(1)), { input: [3], seed: 7 });
    const history = await fit(model, batches, {
      loss: meanSquaredError,
      optimizer: adam({ learningRate: 0.05 }),
      epochs: 3,
      seed: 5,
    });
    const state = await Promise.all(Object.values(stateDict(model)).map((value) => value.data()));
    return { loss: history.epochs.map(({ loss }) => loss), state: state.map((values) => [...values]) };
  };

  it('a checkpointed block trains as the block itself', async () => {
    // A wrapper that changes nothing, so that paths, and with them draws, are the same.
    const [plain, again] = [await train(weightPenalty(inner, {})), await train(remat(inner))];
    for (const [i, loss] of again.loss.entries()) expect(loss).toBeCloseTo(plain.loss[i]!, 5);
    for (const [i, values] of again.state.entries()) {
      for (const [j, value] of values.entries()) expect(value).toBeCloseTo(plain.state[i]![j]!, 4);
    }
  });

  describe.each<[string, AnyRank]>([
    ['remat', remat(inner)],
    ['weightNorm', weightNorm(inner)],
    ['spectralNorm', spectralNorm(inner)],
    ['lora', lora(inner, { rank: 2 })],
    ['mixtureOfExperts', mixtureOfExperts(inner, { experts: 2, topK: 1 })],
  ])('%s', (_, block) => {
    it('trains, and leaves no tensor behind', async () => {
      const { loss } = await train(block);
      expect(loss.at(-1)).toBeLessThan(loss[0]!);
      using model = build(sequential(block, dense(1)), { input: [3], seed: 7 });
      const optimizer = adam({ learningRate: 0.05 });
      await expectNoLeak(() => fit(model, batches, { loss: meanSquaredError, optimizer, epochs: 1 }));
    });
  });

  it('LoRA leaves the kernels of the network alone', async () => {
    using model = build(sequential(lora(inner, { rank: 2 }), dense(1)), { input: [3], seed: 7 });
    const kernel = parameters(model).get('layers.0.inner.layers.0.kernel')!;
    const before = await kernel.value.data();
    await fit(model, batches, { loss: meanSquaredError, optimizer: adam({ learningRate: 0.05 }), epochs: 1 });
    expect(await kernel.value.data()).toEqual(before);
  });
});
