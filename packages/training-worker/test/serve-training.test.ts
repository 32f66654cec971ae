import { copyToHost, loadState, type Run, stateDict } from '@neurite/core';
import { zerosLike } from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { serveTraining, type TrainingJob, type TrainingWorkerError, trainInWorker } from '../src/index.js';
import { TestEngine } from './support/test-engine.js';
import { toyModel, trainToy } from './support/toys.js';

/** Both ends of a training in one thread: messages are cloned and transferred as between a page and a worker. */
class Both {
  readonly #channel = new MessageChannel();
  readonly worker: Worker;

  constructor() {
    const { port1, port2 } = this.#channel;
    port1.start();
    port2.start();
    this.worker = Object.assign(port1, { terminate: () => this.close() }) as unknown as Worker; // the part that is used
  }

  get port(): MessagePort {
    return this.#channel.port2;
  }

  close(): void {
    this.#channel.port1.close();
  }
}

describe('serveTraining', () => {
  let both: Both;
  const engine = new TestEngine();
  afterEach(() => both.close());

  it('sends its result, and transfers its buffers', async () => {
    both = new Both();
    const sent: Float32Array[] = [];
    serveTraining(
      engine,
      async ({ input, callback, engine: { engine } }) => {
        using model = toyModel();
        const { steps } = await trainToy(model, {
          ...(input as { epochs: number; batches: number }),
          callbacks: [callback],
        });
        const { kernel } = { kernel: Float32Array.of(1, 2, 3) };
        sent.push(kernel);
        return { steps, engine, kernel, names: Object.keys(await copyToHost(stateDict(model))) };
      },
      { port: both.port },
    );
    const steps: number[] = [];
    const losses: number[] = [];
    const epochs: number[] = [];
    const { result } = trainInWorker<{ kernel: Float32Array }>(both.worker, {
      input: { epochs: 2, batches: 4 },
      onStep: (report) => {
        steps.push(report.step);
        losses.push(...report.losses);
      },
      onEpoch: ({ epoch }) => epochs.push(epoch),
    });
    expect(await result).toEqual({
      steps: 8,
      engine: 'wasm',
      kernel: Float32Array.of(1, 2, 3),
      names: ['layers.0.kernel', 'layers.0.bias', 'layers.2.kernel', 'layers.2.bias'],
    });
    expect(sent[0]).toHaveLength(0);
    expect(losses).toHaveLength(8);
    expect(steps.at(-1)).toBe(8);
    expect(epochs).toEqual([1, 2]);
  });

  it('copies a buffer that cannot be transferred', async () => {
    both = new Both();
    const { buffer } = new WebAssembly.Memory({ initial: 1 });
    serveTraining(engine, async () => new Float32Array(buffer, 0, 2).fill(3), { port: both.port });
    expect(await trainInWorker(both.worker).result).toEqual(Float32Array.of(3, 3));
  });

  it('reports errors with their names', async () => {
    both = new Both();
    serveTraining(engine, () => Promise.reject(new TypeError('wrong.')), { port: both.port });
    const error = await trainInWorker(both.worker).result.catch((reason: TrainingWorkerError) => reason);
    expect(error).toMatchObject({
      name: 'TrainingWorkerError',
      message: 'trainInWorker: the worker failed with TypeError: wrong.',
      remoteName: 'TypeError',
      remoteMessage: 'wrong.',
      remoteStack: expect.stringContaining('TypeError'),
    });
  });

  it('takes as many steps as the page asks for, and shows where it pauses', async () => {
    both = new Both();
    serveTraining(
      engine,
      async ({ callback, show }) => {
        using model = toyModel();
        show(({ step }) => ({ step, values: Float32Array.of(step) }));
        const { steps } = await trainToy(model, { epochs: 2, batches: 4, callbacks: [callback] });
        return steps;
      },
      { port: both.port },
    );
    const seen: number[] = [];
    const losses: number[] = [];
    const training = trainInWorker<number, { step: number; values: Float32Array }>(both.worker, {
      paused: true,
      onStep: (report) => losses.push(...report.losses),
      onPicture: ({ step, values }) => {
        expect(values).toEqual(Float32Array.of(step));
        seen.push(step);
      },
    });
    expect(await training.step()).toBe(true);
    expect([seen, losses.length]).toEqual([[0, 1], 1]);
    expect(await training.step(4)).toBe(true);
    expect([seen.at(-1), losses.length]).toEqual([5, 5]);
    await expect(training.step(0)).rejects.toThrow(
      'training.step: `count` must be an integer of at least 1; received 0.',
    );
    // More than are left: it ends with the training.
    expect(await training.step(100)).toBe(false);
    expect(await training.result).toBe(8);
    expect(seen.at(-1)).toBe(8);
    expect(await training.step()).toBe(false);
  });

  it('makes no picture before the last one is drawn', async () => {
    both = new Both();
    const made: number[] = [];
    serveTraining(
      engine,
      async ({ callback, show }) => {
        using model = toyModel();
        show(({ step }) => {
          made.push(step);
          return step;
        });
        await trainToy(model, { epochs: 40, batches: 4, callbacks: [callback] });
      },
      { port: both.port },
    );
    let taken = 0;
    let most = 0;
    const { result } = trainInWorker<void, number>(both.worker, {
      onPicture: (step) => {
        taken++;
        // The last picture does not wait.
        if (step < 160) most = Math.max(most, made.filter((one) => one < 160).length - taken);
      },
    });
    await result;
    expect(most).toBe(0);
    expect(made.length).toBeLessThan(160);
    expect(made.at(-1)).toBe(160);
  });

  it('answers between two steps, and trains on with what the answer has changed', async () => {
    both = new Both();
    serveTraining(
      engine,
      async ({ callback, answer }) => {
        using model = toyModel();
        answer(async (question, run: Run) => {
          if (question !== 'reset') throw new RangeError('what?');
          const before = stateDict(run.model);
          const zeros = Object.fromEntries(Object.entries(before).map(([path, one]) => [path, zerosLike(one)]));
          loadState(run.model, zeros);
          for (const zero of Object.values(zeros)) zero.dispose();
          return { step: run.step, bytes: Uint8Array.of(7) };
        });
        await trainToy(model, { epochs: 1, batches: 4, callbacks: [callback] });
        return copyToHost(stateDict(model));
      },
      { port: both.port },
    );
    const losses: number[] = [];
    const training = trainInWorker(both.worker, {
      paused: true,
      onStep: (report) => losses.push(...report.losses),
    });
    await training.step(2);
    expect(await training.ask('reset')).toEqual({ step: 2, bytes: Uint8Array.of(7) });
    await expect(training.ask('other')).rejects.toThrow('the worker failed with RangeError: what?.');
    await training.step();
    // A network of zeros gives each of the three classes the same probability.
    expect(losses[2]).toBeCloseTo(Math.log(3), 5);
    training.stop();
    await training.result;
    await expect(training.ask('reset')).rejects.toThrow('AbortError: training has ended.');
  });

  it('runs one training after another in a worker that is kept', async () => {
    both = new Both();
    const begun: string[] = [];
    serveTraining(
      engine,
      async ({ input, callback }: TrainingJob<string>) => {
        begun.push(input);
        using model = toyModel();
        const { steps, stopped } = await trainToy(model, { epochs: 1000, batches: 4, callbacks: [callback] });
        return `${input}: ${steps}, ${stopped}`;
      },
      { port: both.port },
    );
    const [engines, heard]: [string[], string[]] = [[], []];
    const start = (input: string, paused: boolean): ReturnType<typeof trainInWorker> =>
      trainInWorker(both.worker, {
        input,
        paused,
        keep: true,
        onEngine: ({ name, device, reason, loss }) => engines.push(`${name} on ${device}: ${reason}, ${loss}`),
        onStep: () => heard.push(input),
      });
    const first = start('first', true);
    await first.step(2);
    const second = start('second', true);
    const third = start('third', true);
    first.stop('no more');
    second.stop('never wanted');
    expect(await first.result).toBe('first: 2, no more');
    expect(await second.result).toBe('second: 0, never wanted');
    await third.step(3);
    third.stop();
    expect(await third.result).toBe('third: 3, the page asked for it');
    expect(begun).toEqual(['first', 'second', 'third']);
    expect(engines).toEqual(Array(3).fill("wasm on the test's wasm: wasm is next, undefined"));
    expect(new Set(heard)).toEqual(new Set(['first', 'third']));
  });

  it('turns an engine on again when another one is preferred, or its device was lost', async () => {
    both = new Both();
    const losable = new TestEngine({ losable: true });
    serveTraining(losable, async () => undefined, { port: both.port });
    const run = (prefer?: string): Promise<unknown> =>
      trainInWorker(both.worker, { keep: true, ...(prefer === undefined ? {} : { prefer }) }).result;
    for (const prefer of [undefined, undefined, 'cpu', 'cpu', undefined]) await run(prefer);
    expect(losable.used).toEqual(['wasm', 'cpu', 'wasm']);
    losable.lose('the driver was reset');
    await run();
    expect(losable.used.at(-1)).toBe('cpu');
    await expect(run('cuda')).rejects.toThrow('ArgumentError: TestEngine: `prefer` must be known; received cuda.');
  });

  describe('refuses closures, which cannot reach another thread', () => {
    const ADVICE = 'Send the options it is made from, or the URL of a module that makes it there.';
    class Recipe {
      readonly rate = 0.1;
      optimizer(): number {
        return this.rate;
      }
    }

    it('in the input', () => {
      both = new Both();
      const input = { epochs: 1, recipe: [{ loss: () => 0 }] };
      expect(() => trainInWorker(both.worker, { input })).toThrow(
        `trainInWorker: \`input\` must be data, because closures cannot reach another thread; received a function at \`input.recipe[0].loss\`. ${ADVICE}`,
      );
      const recipes = new Map([['first', new Recipe()]]);
      expect(() => trainInWorker(both.worker, { input: { recipes } })).toThrow(
        'received an instance of Recipe at `input.recipes[0][1]`.',
      );
    });

    it('instead of a module', () => {
      both = new Both();
      const closure = (() => {}) as unknown as URL; // what the types refuse
      expect(() => trainInWorker(closure)).toThrow(
        'trainInWorker: `worker` must be a Worker or the URL of a module that calls `serveTraining`, because closures cannot reach another thread; received a function. Move the function into that module, and send it options as `input`.',
      );
    });

    it('and unknown options', () => {
      both = new Both();
      expect(() => trainInWorker(both.worker, { pause: true } as never)).toThrow(
        'trainInWorker: `options` must be among `input`, `transfer`, `prefer`, `paused`, `keep`, `onEngine`, `onStep`, `onEpoch`, `onPicture`; received `pause`.',
      );
      expect(() => serveTraining(engine, async () => 0, { ports: both.port } as never)).toThrow(
        'serveTraining: `options` must be among `port`; received `ports`.',
      );
    });

    it('in a question and in an answer, and trains on', async () => {
      both = new Both();
      serveTraining(
        engine,
        async ({ callback, answer }) => {
          using model = toyModel();
          answer(() => ({ model: new Recipe() }));
          return (await trainToy(model, { epochs: 1, batches: 2, callbacks: [callback] })).steps;
        },
        { port: both.port },
      );
      const training = trainInWorker(both.worker, { paused: true });
      await expect(training.ask({ act: () => {} })).rejects.toThrow('training.ask: `question` must be data');
      await expect(training.ask(new WeakMap())).rejects.toThrow('DataCloneError');
      await expect(training.ask('model')).rejects.toThrow('received an instance of Recipe at `answer.model`');
      training.resume();
      expect(await training.result).toBe(2);
    });

    it('in the result', async () => {
      both = new Both();
      serveTraining(engine, async () => ({ loss: Symbol('loss') }), { port: both.port });
      await expect(trainInWorker(both.worker).result).rejects.toThrow('received a symbol at `result.loss`');
    });
  });

  it('takes an input of a million elements, and what else can be cloned', async () => {
    both = new Both();
    serveTraining(engine, async ({ input }) => input, { port: both.port });
    const cycle: Record<string, unknown> = { numbers: Array.from({ length: 1e6 }, (_, i) => i) };
    cycle.self = cycle;
    const input = {
      cycle,
      date: new Date(0),
      bare: Object.assign(Object.create(null), { x: 1 }),
      error: new RangeError(),
    };
    const result = (await trainInWorker<typeof input>(both.worker, { input }).result) as typeof input;
    expect(result.cycle.self).toBe(result.cycle);
    expect(result.cycle.numbers).toHaveLength(1e6);
    expect(result.bare.x).toBe(1);
  });

  it('reports an input that cannot be cloned', async () => {
    both = new Both();
    serveTraining(engine, async ({ input }) => input, { port: both.port });
    await expect(trainInWorker(both.worker, { input: new WeakMap() }).result).rejects.toThrow('DataCloneError');
  });
});
