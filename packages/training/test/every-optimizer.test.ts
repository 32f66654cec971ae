import { build, type Callback, type Optimizer, stateDict } from '@neurite/core';
import { dense, sequential, tanh } from '@neurite/layers';
import { meanSquaredError } from '@neurite/losses';
import * as optimizers from '@neurite/optimizers';
import { expectNoLeak, onEachBackend } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { checkpoints, fit } from '../src/index.js';
import { makers } from './support/every-optimizer.js';
import { temporaryFolders } from './support/folder.js';
import { lineBatches } from './support/toys.js';

const newFolder = temporaryFolders();

type Run = { readonly batch?: number; readonly accumulate?: number; readonly callbacks?: readonly Callback[] };

/** Six steps of a small network, 12 samples each. */
async function trained(
  optimizer: Optimizer,
  { batch = 12, accumulate = 1, callbacks = [] }: Run = {},
): Promise<number[]> {
  using model = build(sequential(dense(4), tanh(), dense(1)), { input: [3], seed: 2 });
  await fit(model, lineBatches(36, batch), { loss: meanSquaredError, epochs: 2, optimizer, accumulate, callbacks });
  const values = await Promise.all(Object.values(stateDict(model)).map((value) => value.data()));
  return values.flatMap((value) => [...value]);
}

describe('every optimizer of @neurite/optimizers', () => {
  it('is in the table', () => {
    // `minimize` is no optimizer of `fit`.
    const others =
      /Decay$|^(minimize|perParameter|constant|cosineRestarts|inverseSquareRoot|on|one|piecewise|triangular|warmup)/;
    const all = Object.keys(optimizers).filter((name) => !others.test(name));
    expect(Object.keys(makers).sort()).toEqual(all.sort());
  });

  onEachBackend(() => {
    it.each(Object.entries(makers))('%s: two batches at a time are one, and leave nothing', async (_, make) => {
      const whole = await trained(make());
      expect(whole.every(Number.isFinite)).toBe(true);
      await expectNoLeak(async () => {
        const halves = await trained(make(), { batch: 6, accumulate: 2 });
        halves.forEach((value, i) => void expect(value).toBeCloseTo(whole[i]!, 4));
      });
    });

    it.each(Object.entries(makers))('%s goes on from a checkpoint with the same bits', async (_, make) => {
      const folder = await newFolder();
      const stop: Callback = { name: 'stop', stepEnd: (run) => void (run.step === 2 && run.stop('for now')) };
      await trained(make(), { callbacks: [stop, checkpoints(folder)] });
      expect(await trained(make(), { callbacks: [checkpoints(folder)] })).toEqual(await trained(make()));
    });
  });
});
