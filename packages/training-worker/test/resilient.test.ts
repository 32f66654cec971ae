import { BackendError, type Callback, copyToHost, type ModuleTree, stateDict } from '@neurite/core';
import { expectNoLeak } from '@neurite/testing';
import { getBackend } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type Move, resilient } from '../src/index.js';
import { TestEngine } from './support/test-engine.js';
import { toyModel, trainToy } from './support/toys.js';

const RUN = { epochs: 2, batches: 3 };

/** After which points `resilient` copies a run. */
async function copiesOn(engine: TestEngine, every: number): Promise<string[]> {
  await engine.use({});
  using model = toyModel();
  const copied: string[] = [];
  await resilient(
    model,
    (survival) => {
      const watched: Callback = {
        ...survival,
        checkpoint: (run, point) => {
          const { snapshot } = run;
          const spy = {
            ...run,
            step: run.step,
            model: run.model,
            snapshot: () => {
              copied.push(`${point} ${run.step}`);
              return snapshot.call(run);
            },
          };
          return survival.checkpoint?.(spy, point);
        },
      };
      return trainToy(model, { ...RUN, callbacks: [watched] });
    },
    { engine, every },
  );
  return copied;
}

async function weights(model: ModuleTree): Promise<number[]> {
  return Object.values(await copyToHost(stateDict(model))).flatMap(({ data }) => [...data]);
}

/** Loses the device after the checkpoint of a step, and fails the next one as reading its tensors would. */
function losing(engine: TestEngine, after: number): Callback {
  return {
    name: 'losing',
    checkpoint: (run, point) => {
      if (point === 'step' && run.step === after) engine.lose('the driver was reset');
    },
    stepEnd: (run) => {
      if (getBackend() === 'wasm' && run.step === after + 1) {
        throw new BackendError({ where: 'wasm', problem: 'its tensors are gone' });
      }
    },
  };
}

describe('resilient on an engine that cannot be lost', () => {
  const engine = new TestEngine();

  it('trains as without it', async () => {
    await engine.use({});
    using plain = toyModel();
    using model = toyModel();
    const expected = await trainToy(plain, RUN);
    const train = (survival: Callback): ReturnType<typeof trainToy> =>
      trainToy(model, { ...RUN, callbacks: [survival] });
    const history = await resilient(model, train, { engine });
    expect(history.epochs.map(({ loss }) => loss)).toEqual(expected.epochs.map(({ loss }) => loss));
    expect(getBackend()).toBe('wasm');
  });

  it('passes on what training throws', async () => {
    using model = toyModel();
    const breaks: Callback = {
      name: 'breaks',
      stepEnd: () => {
        throw new RangeError('no more');
      },
    };
    const train = (survival: Callback): ReturnType<typeof trainToy> =>
      trainToy(model, { epochs: 1, batches: 2, callbacks: [survival, breaks] });
    await expect(resilient(model, train, { engine })).rejects.toThrow(new RangeError('no more'));
  });

  it('copies nothing', async () => {
    expect(await copiesOn(engine, 1)).toEqual([]);
  });

  it('checks how often to copy', async () => {
    using model = toyModel();
    await expect(resilient(model, async () => 1, { engine, every: 0 })).rejects.toThrow(
      'resilient: `every` must be an integer of at least 1; received 0.',
    );
  });
});

describe('resilient on an engine that can be lost', () => {
  it('copies after every so many steps, and after each epoch', async () => {
    const engine = new TestEngine({ losable: true });
    expect(await copiesOn(engine, 2)).toEqual(['step 2', 'epoch 3', 'step 4', 'step 6', 'epoch 6']);
  });

  it('goes on after the last copy on the next engine, as if nothing had been lost', async () => {
    const engine = new TestEngine({ losable: true });
    await engine.use({});
    using undisturbed = toyModel();
    await trainToy(undisturbed, RUN);
    using model = toyModel();
    const steps: string[] = [];
    let copied: number[] = [];
    const watch: Callback = {
      name: 'watch',
      stepEnd: async (run) => {
        steps.push(`${run.step} on ${getBackend()}`);
        if (run.step === 4) copied = await weights(run.model);
      },
    };
    const moves: Move[] = [];
    let moved: Promise<number[]> | undefined;
    await resilient(model, (survival) => trainToy(model, { ...RUN, callbacks: [survival, watch, losing(engine, 4)] }), {
      engine,
      every: 2,
      onMove: (move) => {
        moves.push(move);
        moved = weights(model);
      },
    });
    expect(await moved).toEqual(copied);
    expect(steps).toEqual([
      ...[1, 2, 3, 4, 5].map((step) => `${step} on wasm`),
      ...[5, 6].map((step) => `${step} on cpu`),
    ]);
    expect(moves).toEqual([
      { loss: { engine: 'wasm', reason: 'the driver was reset' }, report: { engine: 'cpu' }, step: 4 },
    ]);
    const expected = await weights(undisturbed);
    for (const [i, weight] of (await weights(model)).entries()) expect(weight).toBeCloseTo(expected[i]!, 5);
  });

  it('leaves no tensors', async () => {
    await expectNoLeak(async () => {
      const engine = new TestEngine({ losable: true });
      await engine.use({});
      const model = toyModel();
      await resilient(model, (survival) => trainToy(model, { ...RUN, callbacks: [survival, losing(engine, 1)] }), {
        engine,
      });
      expect(engine.used).toEqual(['wasm', 'cpu']);
      return model;
    });
  });

  it('passes on an error while the device works', async () => {
    const engine = new TestEngine({ losable: true });
    await engine.use({});
    using model = toyModel();
    const train = (): Promise<never> => Promise.reject(new RangeError('no more'));
    await expect(resilient(model, train, { engine })).rejects.toThrow(new RangeError('no more'));
    expect(engine.used).toEqual(['wasm']);
  });
});
