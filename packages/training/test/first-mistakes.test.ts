import {
  ArgumentError,
  build,
  DtypeError,
  hostArray,
  type Module,
  type NeuriteError,
  NumericError,
  ShapeError,
  spec,
  tokens,
} from '@neurite/core';
import { dense, embedding, flatten, relu, sequential } from '@neurite/layers';
import { huber, meanSquaredError, softmaxCrossEntropy } from '@neurite/losses';
import { topK } from '@neurite/metrics';
import { adam, chain } from '@neurite/optimizers';
import { expectError, useBackend } from '@neurite/testing';
import { memory, type Tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createTrainStep,
  DivergedError,
  earlyStopping,
  evaluate,
  fit,
  initialState,
  predict,
  progressBar,
} from '../src/index.js';
import { Affine, lineBatches, momentum, near, shuffled, squaredError } from './support/toys.js';

beforeAll(() => useBackend('cpu'));

type Call = () => Promise<unknown> | unknown;

const data = lineBatches();
const options = { loss: squaredError, optimizer: momentum(), epochs: 1 };
/** What types refuse. */
const wrong = <T>(value: unknown): T => value as T;
const network = sequential(dense(1));

/** Each mistake, what it is, and what is said about it. */
const mistakes: readonly (readonly [string, typeof NeuriteError, (model: Affine) => Call, string])[] = [
  [
    'a blueprint in place of a model',
    ArgumentError,
    () => () => fit(wrong<Affine>(network), data, options),
    'fit: `model` must be a module; received the blueprint sequential, which has no weights yet. Build it first: build(network, { input: [28, 28, 1] }).',
  ],
  [
    'no model',
    ArgumentError,
    () => () => evaluate(wrong<Affine>(undefined), data, options),
    'evaluate: `options` must be among `loss`, `metrics`, `seed`, `onBatch`, `signal`; received `optimizer`, `epochs`.',
  ],
  [
    'a blueprint in predict',
    ArgumentError,
    () => () => predict(wrong<Affine>(network), data),
    'predict: `model` must be a module; received the blueprint sequential, which has no weights yet. Build it first: build(network, { input: [28, 28, 1] }).',
  ],
  [
    'an optimizer that was not called',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, optimizer: adam })),
    'fit: `optimizer` must be an optimizer; received the function adam. Call it first: adam(), not adam.',
  ],
  [
    "an optimizer that was not called in a loop of one's own",
    ArgumentError,
    (model) => () => initialState(model, wrong(adam)),
    'initialState: `optimizer` must be an optimizer; received the function adam. Call it first: adam(), not adam.',
  ],
  [
    "a blueprint in a loop of one's own",
    ArgumentError,
    () => () => initialState(wrong<Affine>(network), momentum()),
    'initialState: `model` must be a module; received the blueprint sequential, which has no weights yet. Build it first: build(network, { input: [28, 28, 1] }).',
  ],
  [
    'a link of chain that was not called',
    ArgumentError,
    () => () => chain(momentum(), wrong(adam)),
    'chain: `optimizers.1` must be an optimizer; received the function adam. Call it first: adam(), not adam.',
  ],
  [
    'a layer that was not called',
    ArgumentError,
    () => () => sequential(dense(4), wrong<ReturnType<typeof relu>>(relu)),
    'sequential: `layers.1` must be a blueprint; received the function relu. Call it first: relu(), not relu.',
  ],
  [
    'a callback that was not called',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, callbacks: [progressBar] })),
    'fit: `callbacks.0` must be a callback; received the function progressBar. Call it first: progressBar(), not progressBar.',
  ],
  [
    'callbacks that are no list',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, callbacks: progressBar() })),
    'fit: `callbacks` must be a list of callbacks; received an object with name, firstOnly, trainBegin, epochBegin, stepEnd, epochEnd, trainEnd.',
  ],
  [
    'metrics in a list',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, metrics: [near] })),
    'fit: `metrics` must be a record of metrics by name; received [an object with name, statistics, value]. Write metrics: { accuracy }.',
  ],
  [
    'no optimizer',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, optimizer: undefined })),
    'fit: `optimizer` must be an optimizer; received undefined.',
  ],
  [
    'no loss',
    ArgumentError,
    (model) => () => createTrainStep(model, wrong({ optimizer: momentum() })),
    'createTrainStep: `loss` must be a function of predictions and targets; received undefined.',
  ],
  [
    'a loss that was not called',
    ShapeError,
    (model) => () => fit(model, data, wrong({ ...options, loss: () => squaredError })),
    'train step (step 1, batch 1 of epoch 1): `loss` must return a scalar, the mean over the batch; received a function. Call it first: what makes a loss is not one.',
  ],
  [
    'a loss that was called',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, loss: wrong<() => unknown>(meanSquaredError)() })),
    'meanSquaredError: `predictions` must be a tensor; received undefined. To train with it, write `loss: meanSquaredError`, not `loss: meanSquaredError()`.',
  ],
  [
    'a loss that was called with its options',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, loss: wrong<(o: unknown) => unknown>(huber)({ delta: 2 }) })),
    'huber: `predictions` must be a tensor; received an object with delta. To train with options, write `loss: huber.with({ … })`.',
  ],
  [
    'a metric that was not called',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, metrics: { top: topK } })),
    'fit: `metrics.top` must be a metric; received the function topK. Call it first: topK(), not topK.',
  ],
  [
    'a metric without statistics',
    ArgumentError,
    (model) => () =>
      fit(model, data, wrong({ ...options, metrics: { none: { ...near, statistics: () => undefined } } })),
    'metrics.none (step 1, batch 1 of epoch 1): `statistics` must return tensors by name; received undefined.',
  ],
  [
    'statistics that are numbers',
    ArgumentError,
    (model) => () =>
      fit(model, data, wrong({ ...options, metrics: { one: { ...near, statistics: () => ({ a: 3 }) } } })),
    'metrics.one (step 1, batch 1 of epoch 1): `statistics` must return tensors by name; received 3 for `a`.',
  ],
  [
    'a misspelt option',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, learningRate: 0.1, epoch: 2 })),
    'fit: `options` must be among `epochs`, `validation`, `loss`, `metrics`, `optimizer`, `callbacks`, `seed`, `accumulate`, `allowUnused`, `onGradient`, `parallel`, `step`, `validateEvery`, `dryRun`; received `learningRate`, `epoch`.',
  ],
  [
    'a misspelt option of a callback',
    ArgumentError,
    () => () => earlyStopping(wrong({ patients: 3 })),
    'earlyStopping: `options` must be among `monitor`, `patience`, `minDelta`, `mode`, `restoreBest`; received `patients`.',
  ],
  [
    'another one',
    ArgumentError,
    () => () => progressBar(wrong({ width: 80 })),
    'progressBar: `options` must be among `stream`, `columns`, `live`, `interval`; received `width`.',
  ],
  [
    'no options',
    ArgumentError,
    (model) => () => fit(model, data, wrong(undefined)),
    'fit: `options` must be an object with `epochs`, `validation`, `loss`, `metrics`, `optimizer`, `callbacks`, `seed`, `accumulate`, `allowUnused`, `onGradient`, `parallel`, `step`, `validateEvery`, `dryRun`; received undefined.',
  ],
  [
    'no epochs',
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, epochs: undefined })),
    'fit: `epochs` must be an integer of at least 1; received undefined.',
  ],
  [
    'one batch in place of many',
    ArgumentError,
    (model) => () => fit(model, wrong<typeof data>(data[0]), options),
    'fit: `data` must be a dataset or an iterable of batches; received an object with x, y. Put a single batch into a list: [{ x, y }].',
  ],
  [
    'an empty validation set',
    ArgumentError,
    (model) => () => fit(model, data, { ...options, validation: shuffled([]) as never }),
    'fit: `validation` must give at least one batch in every epoch; received none in epoch 1.',
  ],
  [
    "accumulation with a step of one's own",
    ArgumentError,
    (model) => () => fit(model, data, wrong({ ...options, loss: undefined, step: () => {}, accumulate: 2 })),
    "fit: `accumulate` must be left out where there is a step of one's own; received 2. It sees one whole batch at a time.",
  ],
];

describe('a first mistake is an error that says what to write', () => {
  it.each(mistakes)('%s', async (_name, type, call, message) => {
    using model = new Affine(3, 1);
    const before = memory().numTensors;
    await expectError(call(model), type, message);
    expect(memory().numTensors).toBe(before);
    // The model is free again.
    await fit(model, data, options);
  });
});

describe('a batch that cannot be right is named', () => {
  const x = hostArray(Float32Array.of(1, 2, 3, 4), [2, 2]);
  const good = [{ x, y: hostArray(Int32Array.of(1, 2)) }];
  const bad = [...good, { x, y: hostArray(Int32Array.of(1, 7)) }];
  const reason = 'Element [1] of `y` is 7, which is none of the 3 classes, 0 to 2.';
  const training = { loss: softmaxCrossEntropy, optimizer: momentum(), epochs: 1 };

  it('where a label is none of the classes', async () => {
    using model = build(sequential(dense(3)), { input: [2], seed: 1 });
    const before = memory().numTensors;
    await expectError(
      () => fit(model, bad, training),
      DivergedError,
      `fit (step 2, batch 2 of epoch 1): the loss is NaN; the first tensor that is not finite is the loss. ${reason}`,
    );
    await expectError(
      () => fit(model, good, { ...training, validation: bad }),
      DivergedError,
      `fit (validation after epoch 1, batch 2): the loss is NaN; the first tensor that is not finite is in this batch. ${reason}`,
    );
    await expectError(
      () => evaluate(model, bad, { loss: softmaxCrossEntropy }),
      NumericError,
      `evaluate (batch 2): the loss is NaN. ${reason}`,
    );
    expect(memory().numTensors).toBe(before);
  });

  it('where an id is out of range', async () => {
    using model = build(sequential(embedding(5, 2), flatten(), dense(1)), { input: tokens([3]) });
    const ids = [{ x: hostArray(Int32Array.of(0, 1, 9), [1, 3]), y: hostArray(Float32Array.of(1), [1, 1]) }];
    const said =
      '`x` must hold ids from 0 to 4; received 9. Map unknown words to an id of their own, or build the layer with a larger vocabularySize.';
    const before = memory().numTensors;
    await expectError(
      () => fit(wrong<Module>(model), ids, { ...training, loss: meanSquaredError }),
      ArgumentError,
      `embedding (layer 0 of sequential, step 1, batch 1 of epoch 1): ${said}`,
    );
    await expectError(
      () => predict(wrong<Module>(model), ids[0]!.x),
      ArgumentError,
      `embedding (layer 0 of sequential): ${said}`,
    );
    expect(memory().numTensors).toBe(before);
  });
});

describe('the first batch is checked against the input that a model was built for', () => {
  const y = hostArray(new Float32Array(2), [2, 1]);
  const common = { loss: meanSquaredError, optimizer: momentum(), epochs: 1 };

  /** In fit, evaluate and predict. */
  async function refuse(
    model: Module<Tensor, Tensor>,
    x: ReturnType<typeof hostArray>,
    { type, message }: { readonly type: typeof NeuriteError; readonly message: string },
  ): Promise<void> {
    const before = memory().numTensors;
    await expectError(() => fit(model, [{ x, y }], common), type, `fit (batch 1 of epoch 1): ${message}`);
    await expectError(
      () => evaluate(model, [{ x, y }], { loss: meanSquaredError }),
      type,
      `evaluate (batch 1): ${message}`,
    );
    await expectError(() => predict(model, [{ x }]), type, `predict (batch 1): ${message}`);
    await expectError(() => predict(model, x), type, `predict: ${message}`);
    expect(memory().numTensors).toBe(before);
  }

  it('bytes do not meet a float32 model', async () => {
    using model = wrong<Module<Tensor, Tensor>>(build(sequential(flatten(), dense(1)), { input: [2, 2, 1] }));
    await refuse(model, hostArray(new Uint8Array(8), [2, 2, 2, 1]), {
      type: DtypeError,
      message:
        '`x` must be float32; received uint8. Convert it with rescale or normalize, or give the model a spec of this dtype.',
    });
    await refuse(model, hostArray(new Float32Array(4), [2, 2, 1]), {
      type: ShapeError,
      message:
        '`x` must have shape [batch, 2, 2, 1]; received [2, 2, 1]. A batch axis is missing: call .batch(size) on the dataset.',
    });
  });

  it('but ids as bytes meet an int32 model of any length', async () => {
    using model = wrong<Module<Tensor, Tensor>>(
      build(sequential(embedding(5, 2), flatten(), dense(1)), { input: tokens([3]) }),
    );
    const ids = hostArray(Uint8Array.of(1, 2, 3, 4, 0, 1), [2, 3]);
    const predicted = await predict(model, ids);
    expect(predicted.shape).toEqual([2, 1]);
    predicted.dispose();
    await refuse(model, hostArray(new Float32Array(6), [2, 3]), {
      type: DtypeError,
      message: '`x` must be int32; received float32.',
    });
  });

  it('records have the fields that the model takes', async () => {
    using model = build(
      {
        name: 'two',
        outputSpec: () => spec([1]),
        build: () => new Affine(3, 1) as never,
      },
      { input: { a: [3], b: [3] } },
    );
    const a = hostArray(new Float32Array(6), [2, 3]);
    await expectError(
      () => fit(wrong<Affine>(model), [{ x: { a }, y }] as never, { ...common, metrics: { near } }),
      ShapeError,
      'fit (batch 1 of epoch 1): `x` must be a record with the fields a, b; received none for `x.b`.',
    );
  });
});
