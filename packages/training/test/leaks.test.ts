import {
  build,
  type Callback,
  type Context,
  type Dataset,
  eagerClock,
  freeze,
  type HostMetric,
  hostArray,
  type Loss,
  type Metric,
  Module,
  type NamedTensors,
  type Optimizer,
  type Parallel,
  Parameter,
  parameters,
  RandomStream,
  randomKeys,
} from '@neurite/core';
import { dense, sequential } from '@neurite/layers';
import { accuracy } from '@neurite/metrics';
import { onEachBackend } from '@neurite/testing';
import {
  add,
  dispose,
  memory,
  mul,
  type Scalar,
  scalar,
  type Tensor,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  createAlternatingStep,
  createTrainStep,
  disposeState,
  evaluate,
  fit,
  initialState,
  predict,
} from '../src/index.js';
import { Affine, lineBatches, momentum, type NumberBatch, near, shuffled, squaredError } from './support/toys.js';

const broken = (): never => {
  throw new RangeError('broken on purpose');
};
/** Throws in a later call. */
function brokenAt<Args extends unknown[], R>(call: number, f: (...args: Args) => R): (...args: Args) => R {
  let calls = 0;
  return (...args) => (++calls < call ? f(...args) : broken());
}

/** Throws in the middle of its work: what it has made is for tidy to free. */
const brokenAtWork = (): never => {
  mul(1, 2);
  return broken();
};

class Fragile extends Module<Tensor2D, Tensor2D> {
  readonly affine = new Affine(3, 1);
  readonly at: number;
  calls = 0;
  constructor(at: number) {
    super();
    this.at = at;
  }
  override forward(x: Tensor2D, context: Context): Tensor2D {
    const y = this.affine.forward(x, context);
    return ++this.calls < this.at ? y : brokenAtWork();
  }
}

const data = lineBatches();
const good = momentum(0.05);

function brokenData(at: number): Dataset<NumberBatch> {
  const whole = shuffled(data);
  return {
    ...whole,
    iterate: (options) => {
      const iterator = whole.iterate(options);
      return Object.assign(iterator, { next: brokenAt(at, iterator.next.bind(iterator)) });
    },
  };
}

/** The same batches with inputs as tensors, which each batch frees. */
function owning(from: unknown): unknown {
  if (typeof from !== 'object' || from === null) return from;
  if (!(Symbol.iterator in from || Symbol.asyncIterator in from)) return from;
  return {
    async *[Symbol.asyncIterator]() {
      for await (const batch of from as AsyncIterable<NumberBatch>) {
        const isBatch = typeof batch === 'object' && batch !== null && 'data' in batch.x;
        const x = isBatch ? tensor(batch.x.data, [...batch.x.shape]) : undefined;
        yield isBatch ? { ...batch, x, dispose: () => x?.dispose() } : batch;
      }
    },
  };
}

const built = (): Module<Tensor2D, Tensor2D> => build(sequential(dense(1)), { input: [3] });
const badBatch = { x: hostArray(new Float32Array(8), [2, 4]), y: hostArray(new Float32Array(2), [2, 1]) };
const text: HostMetric<number, number> = {
  name: 'text',
  start: () => 0,
  add: brokenAt(2, (total) => total + 1),
  value: (total) => total,
};

type Case = {
  readonly model?: () => Module<Tensor2D, Tensor2D>;
  readonly data?: unknown;
  readonly options?: () => object;
};

const metric =
  (change: Partial<Metric>): (() => object) =>
  () => ({ metrics: { near, second: { ...near, ...change } } });
const optimizer =
  (change: Partial<Optimizer>): (() => object) =>
  () => ({ optimizer: { ...good, ...change } });
const callback =
  (change: Partial<Callback>): (() => object) =>
  () => ({ callbacks: [{ name: 'broken', ...change }] });

const parallel =
  (change: Partial<Parallel>): (() => object) =>
  () => ({
    parallel: {
      rank: 0,
      size: 2,
      broadcast: async () => {},
      allReduce: async () => {},
      barrier: async () => {},
      ...change,
    },
  });

/** What may fail while a model is measured, and so while it is trained. */
const measured: Readonly<Record<string, Case>> = {
  'data that cannot be opened': { data: { ...shuffled(data), iterate: broken } },
  'data in the middle': { data: brokenData(3) },
  'a batch of another width': { data: [...data, badBatch] },
  'a batch that the model was not built for': { model: built, data: [badBatch] },
  'a batch that is none': { data: [...data, 3] },
  'inputs that are none': { data: [...data, { x: { a: data[0]!.x, b: 'text' }, y: data[0]!.y }] },
  'targets that are none': { data: [...data, { x: data[0]!.x, y: [data[0]!.y, 4] }] },
  'weights that are none': { data: [...data, { ...data[0]!, weights: { a: 3 } }] },
  'weights that the loss does not take': { data: [...data, { ...data[0]!, weights: hostArray(new Float32Array(4)) }] },
  'a forward pass': { model: () => new Fragile(3) },
  'the loss': { options: () => ({ loss: brokenAt<Parameters<Loss>, ReturnType<Loss>>(3, squaredError) }) },
  'a loss that is no scalar': { options: () => ({ loss: (predictions: Tensor) => mul(predictions, 1) }) },
  'the statistics of a metric': { options: metric({ statistics: brokenAtWork }) },
  'statistics of another size': {
    options: () => {
      let size = 0;
      return {
        metrics: {
          near,
          second: { ...near, statistics: () => ({ one: tensor2d(new Float32Array(++size), [1, size]) }) },
        },
      };
    },
  },
  'statistics that are no tensors': { options: metric({ statistics: () => ({ one: mul(1, 2), two: 3 as never }) }) },
  'no statistics': { options: metric({ statistics: () => undefined as never }) },
  'a metric that does not take the targets': { options: () => ({ metrics: { near, accuracy } }) },
  'a loss that is a number': { options: () => ({ loss: (): never => 3 as never }) },
  'the terms of a loss': {
    data: [...data, { ...data[0]!, weights: hostArray(Float32Array.of(1, 1, 1, 1)) }],
    options: () => ({
      loss: Object.assign((...args: Parameters<Loss>) => squaredError(...args), { terms: brokenAtWork }),
    }),
  },
  'the explanation of a loss': {
    options: () => ({
      loss: Object.assign((p: Tensor, t: Tensor) => tidy(() => mul(squaredError(p, t), Number.NaN)), {
        explain: async () => broken(),
      }),
    }),
  },
  'a metric on the host': { options: () => ({ metrics: { near, text } }) },
  'a metric on the host that cannot start': {
    options: () => ({ metrics: { near, text: { ...text, start: broken } } }),
  },
};

/** What may fail besides while a model is trained. */
const trained: Readonly<Record<string, Case>> = {
  'the value of a metric': { options: metric({ value: broken }) },
  'the first state of the optimizer': { options: optimizer({ init: brokenAtWork }) },
  'an update': { options: () => ({ optimizer: { ...good, update: brokenAt(3, good.update) } }) },
  'an update in one pass': { options: optimizer({ apply: brokenAtWork }) },
  'an update of another shape': {
    options: optimizer({
      update: (gradients, input) => ({
        ...good.update(gradients, input),
        updates: { kernel: scalar(1), bias: scalar(1) },
      }),
    }),
  },
  'an update that is none': { options: optimizer({ update: () => ({}) as never }) },
  'an update of other names': {
    options: optimizer({
      update: (gradients, input) => ({ ...good.update(gradients, input), updates: { other: scalar(1) } }),
    }),
  },
  'an update that is no tensor': {
    options: optimizer({
      update: (gradients, input) => ({ ...good.update(gradients, input), updates: { kernel: 1, bias: 2 } as never }),
    }),
  },
  'whoever hears of gradients': { options: () => ({ onGradient: brokenAt(2, () => {}) }) },
  'the sum over processes': { options: parallel({ allReduce: async () => broken() }) },
  'the first weights of other processes': { options: parallel({ broadcast: async () => broken() }) },
  'parameters of another shape': {
    options: optimizer({
      apply: (gradients, input) => ({
        state: good.update(gradients, input).state,
        parameters: { kernel: scalar(1), bias: scalar(1) },
      }),
    }),
  },
  'the state of the optimizer, of another shape': {
    options: optimizer({
      update: (gradients, input) => ({ ...good.update(gradients, input), state: { kernel: scalar(1) } }),
    }),
  },
  'the weights to take gradients at': { options: optimizer({ gradientParameters: brokenAtWork }) },
  'the weights to evaluate with': {
    options: () => ({ ...optimizer({ evaluationParameters: brokenAtWork })(), validation: data }),
  },
  validation: { options: () => ({ validation: [...data, badBatch] }) },
  'a loss that is not finite': {
    options: () => ({ loss: (p: Tensor, t: Tensor) => tidy(() => mul(squaredError(p, t), Number.POSITIVE_INFINITY)) }),
  },
  'weights that are not finite': {
    options: optimizer({
      update: (gradients, input) => {
        const { updates, state } = good.update(gradients, input);
        const far = tidy(() => Object.fromEntries(Object.entries(updates).map(([path, u]) => [path, mul(u, 1e39)])));
        dispose(updates);
        return { updates: far, state };
      },
    }),
  },
  'a schedule': {
    options: optimizer({
      update: (gradients, input) => {
        input.clock.scalar(broken);
        return good.update(gradients, input);
      },
    }),
  },
  'a frozen model': {
    model: () => {
      const model = new Affine(3, 1);
      freeze(model);
      return model;
    },
  },
  'an assignment to what is not a buffer': {
    model: () => {
      const model = new Affine(3, 1);
      const { forward } = model;
      model.forward = (x, context) => {
        model.bias.assign(tidy(() => add(model.bias.value, 1)));
        return forward.call(model, x, context);
      };
      return model;
    },
  },
  resume: { options: callback({ resume: broken }) },
  'a snapshot of something else': {
    options: callback({ resume: () => ({ tensors: { one: scalar(1) }, json: { seed: 0 } }) }),
  },
  trainBegin: { options: callback({ trainBegin: broken }) },
  epochBegin: { options: callback({ epochBegin: broken }) },
  stepEnd: { options: callback({ stepEnd: (run) => (run.step === 2 ? broken() : undefined) }) },
  'a promise of stepEnd': { options: callback({ stepEnd: async (run) => (run.step === 2 ? broken() : undefined) }) },
  checkpoint: { options: callback({ checkpoint: broken }) },
  'what a callback saves': {
    options: callback({
      checkpoint: async (run) => dispose((await run.snapshot()).tensors as NamedTensors),
      save: broken,
    }),
  },
  epochEnd: { options: callback({ epochEnd: broken }) },
  trainEnd: { options: callback({ trainEnd: broken }) },
  'freezing everything': {
    options: callback({
      stepEnd: (run) => {
        for (const parameter of parameters(run.model).values()) parameter.trainable = false;
      },
    }),
  },
};

const affine = (): Module<Tensor2D, Tensor2D> => new Affine(3, 1);

onEachBackend(() => {
  /** Runs a call that must fail, and counts. */
  async function count(
    { data: from = data, ...rest }: Case,
    call: (model: Module<Tensor2D, Tensor2D>, from: never, options: never) => Promise<unknown>,
  ): Promise<void> {
    await countOnce({ ...rest, data: from }, call);
    await countOnce({ ...rest, data: owning(from) }, call);
  }

  async function countOnce(
    { model: make = affine, data: from, options = () => ({}) }: Case,
    call: (model: Module<Tensor2D, Tensor2D>, from: never, options: never) => Promise<unknown>,
  ): Promise<void> {
    using model = make();
    const given = options();
    const before = memory();
    await expect(call(model, from as never, given as never)).rejects.toThrow();
    const { numTensors, numDataBuffers } = memory();
    expect({ numTensors, numDataBuffers }).toEqual({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
    });
    for (const parameter of parameters(model).values()) {
      expect(parameter.holder).toBeUndefined();
      expect(parameter.isDisposed).toBe(false);
      parameter.trainable = true;
    }
    // It is as good as new.
    if (make === affine) await fit(model as Affine, data, { loss: squaredError, optimizer: good, epochs: 1 });
    expect(memory().numTensors).toBe(before.numTensors);
  }

  describe('nothing is left behind by fit when it fails through', () => {
    it.each(Object.keys({ ...measured, ...trained }))('%s', async (name) => {
      const common = { loss: squaredError, optimizer: good, epochs: 2 };
      const { [name]: failing } = { ...measured, ...trained };
      for (const accumulate of [1, 2]) {
        await count(failing!, (model, from, options: object) =>
          fit(model, from, { ...common, accumulate, ...options }),
        );
      }
    });
  });

  describe('nor by evaluate, through', () => {
    it.each(Object.keys(measured))('%s', (name) =>
      count(measured[name]!, (model, from, options: object) =>
        evaluate(model, from, { loss: squaredError, metrics: { near }, ...options }),
      ),
    );

    it('what is told of its batches, and an end in the middle', async () => {
      await count({}, (model, from) => evaluate(model, from, { loss: squaredError, onBatch: broken }));
      const controller = new AbortController();
      const onBatch = (): void => controller.abort();
      await count({}, (model, from) =>
        evaluate(model, from, { loss: squaredError, onBatch, signal: controller.signal }),
      );
    });
  });

  describe('nor by predict, through', () => {
    it.each([
      'data that cannot be opened',
      'data in the middle',
      'a batch of another width',
      'a batch that the model was not built for',
      'a batch that is none',
      'inputs that are none',
      'a forward pass',
    ])('%s', (name) => count(measured[name]!, (model, from) => predict(model, from)));
  });

  describe('nor by a train step, through', () => {
    const cases = { ...measured, ...trained };
    it.each([
      'a loss that is no scalar',
      'the statistics of a metric',
      'an update in one pass',
      'an update of another shape',
      'an update that is none',
      'an update of other names',
      'an update that is no tensor',
      'whoever hears of gradients',
      'statistics that are no tensors',
      'no statistics',
      'a metric that does not take the targets',
      'a loss that is a number',
      'parameters of another shape',
      'the state of the optimizer, of another shape',
      'the weights to take gradients at',
      'a schedule',
      'an assignment to what is not a buffer',
    ])('%s', async (name) => {
      const { model: make = affine, options } = cases[name]!;
      using model = make();
      const given = { loss: squaredError, optimizer: good, metrics: { near }, ...options?.() };
      const step = createTrainStep(model, given);
      const state = initialState(model, good);
      const batch = { x: tensor2d([[1, 2, 3]]), y: tensor2d([[1]]) };
      const clock = eagerClock(0);
      const input = { clock, random: randomKeys(RandomStream.fromSeed(1), clock) };
      const { numTensors } = memory();
      expect(() => step(state, batch, input)).toThrow();
      expect(memory().numTensors).toBe(numTensors);
      disposeState(state);
      dispose(batch);
    });
  });

  describe('nor by an alternating step, through', () => {
    type Step = { readonly second?: Loss; readonly optimizer?: Partial<Optimizer> };
    const cases: Readonly<Record<string, Step>> = {
      'a loss': { second: brokenAtWork },
      'a loss that is no scalar': { second: (predictions) => mul(predictions, 1) as Scalar },
      'a loss that is a number': { second: () => 3 as never },
      'a loss of the other model': { second: () => scalar(1) },
      'an update': { optimizer: { update: brokenAtWork } },
      'an update of another shape': {
        optimizer: { update: () => ({ updates: { 'b.kernel': scalar(1), 'b.bias': scalar(1) }, state: {} }) },
      },
      'the weights to take gradients at': { optimizer: { gradientParameters: brokenAtWork } },
    };
    it.each(Object.keys(cases))('%s', async (name) => {
      const { second = squaredError, optimizer: change } = cases[name]!;
      const models = { a: new Affine(3, 1), b: new Affine(3, 1) };
      const optimizers = { a: good, b: { ...good, ...change } };
      type Pair = { readonly x: Tensor2D; readonly y: Tensor2D };
      const step = createAlternatingStep<'a' | 'b', Tensor2D, Tensor2D>(models, {
        optimizer: optimizers,
        loss: {
          a: ({ x, y }: Pair, context) => tidy(() => squaredError(models.a.forward(x, context), y)),
          b: ({ x, y }: Pair, context) => tidy(() => second(models.b.forward(x, context), y)),
        },
      });
      const before = memory();
      await expect(fit(models, data, { step, optimizer: optimizers, epochs: 1 })).rejects.toThrow();
      const { numTensors, numDataBuffers } = memory();
      expect([numTensors, numDataBuffers]).toEqual([before.numTensors, before.numDataBuffers]);
      for (const model of Object.values(models)) model.dispose();
    });
  });

  it('a parameter outside the tree leaves nothing', async () => {
    const outside = new Parameter<Tensor>(scalar(2));
    const loss: Loss = (p, t) => tidy(() => mul(squaredError(p, t), outside.value));
    await count({ options: () => ({ loss }) }, (model, from, options: object) =>
      fit(model, from, { loss: squaredError, optimizer: good, epochs: 1, ...options }),
    );
    outside.dispose();
  });
});
