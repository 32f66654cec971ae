import {
  ArgumentError,
  type Blueprint,
  build,
  type Context,
  collectPenalties,
  inference,
  parameters,
  RandomStream,
  randomKeys,
  ShapeError,
  type State,
  spec,
  tokens,
  trainables,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import {
  concat,
  mul,
  ones,
  type Scalar,
  slice,
  square,
  sum,
  type Tensor2D,
  type Tensor3D,
  tensor,
  tensor2d,
  tensor3d,
  zeros,
} from '@tensorflow/tfjs-core';
import { assert, describe, expect, it } from 'vitest';
import {
  additiveAttention,
  alibi,
  crossAttention,
  dense,
  embedding,
  type MultiHeadAttentionOptions,
  mixtureOfExperts,
  multiHeadAttention,
  type PositionScheme,
  relativePositions,
  repeat,
  rmsNorm,
  rotary,
  sequential,
  sinusoidalPositions,
  transformerDecoderBlock,
  transformerEncoderBlock,
} from '../src/index.js';
import { testParity, testPartsParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('transformer', { relative: 2e-5, absolute: 2e-5 });
testPartsParity('attending', { relative: 2e-5, absolute: 2e-5 });

const says = (run: () => unknown, message: string, type: typeof ArgumentError | typeof ShapeError = ArgumentError) => ({
  run,
  type,
  message,
});

testLayer({
  name: 'multiHeadAttention with shared keys, a window and rotary positions',
  blueprint: multiHeadAttention({
    heads: 2,
    keyValueHeads: 1,
    window: 2,
    chunk: 2,
    causal: true,
    position: rotary(),
  }),
  input: [3, 4],
  output: [3, 4],
  masks: true,
  parameters: { kernel: [4, 8], bias: [8], outputKernel: [4, 4], outputBias: [4] },
  errors: [
    says(
      () => multiHeadAttention({ heads: 4, keyValueHeads: 3 }),
      'multiHeadAttention: `keyValueHeads` must divide the 4 heads; received 3.',
    ),
    says(
      () => multiHeadAttention({ heads: 2, window: 0 }),
      'multiHeadAttention: `window` must be an integer of at least 1; received 0.',
    ),
    says(
      () => multiHeadAttention({ heads: 2, dropout: 1 }),
      'multiHeadAttention: `dropout` must be a finite number of at least 0 and below 1; received 1.',
    ),
    says(
      () => multiHeadAttention({ heads: 2, position: rotary as never }),
      'multiHeadAttention: `position` must be rotary(), alibi() or relativePositions(); received the function rotary. ' +
        'Call it first: rotary(), not rotary.',
    ),
    says(() => rotary({ base: 1 }), 'rotary: `base` must be a finite number above 1; received 1.'),
    says(
      () => build(multiHeadAttention({ heads: 2, position: rotary() }), { input: [3, 6] }),
      'rotary: `features` must be even for each head; received 3.',
      ShapeError,
    ),
    says(
      () => relativePositions({ maxDistance: 0 }),
      'relativePositions: `maxDistance` must be an integer of at least 1; received 0.',
    ),
  ],
});
testLayer({
  name: 'multiHeadAttention with dropout and relative positions',
  blueprint: multiHeadAttention({
    chunk: 2,
    heads: 2,
    dropout: 0.3,
    position: relativePositions({ maxDistance: 1 }),
    useBias: false,
  }),
  input: [3, 2],
  output: [3, 2],
  masks: true,
  parameters: { kernel: [2, 6], outputKernel: [2, 2], 'position.biases': [3, 2] },
});
testLayer({
  name: 'sinusoidalPositions',
  blueprint: sinusoidalPositions(),
  input: [null, 3],
  output: [null, 3],
  masks: true,
  errors: [
    says(
      () => sinusoidalPositions({ base: 0 }),
      'sinusoidalPositions: `base` must be a finite number above 1; received 0.',
    ),
  ],
});
testLayer({
  name: 'additiveAttention',
  blueprint: additiveAttention(2),
  input: { query: [2, 3], context: [3, 2] },
  output: [2, 2],
  parameters: { queryKernel: [3, 2], kernel: [2, 2], bias: [2], scoreKernel: [2, 1] },
  errors: [
    says(() => additiveAttention(0), 'additiveAttention: `units` must be an integer of at least 1; received 0.'),
    says(
      () => additiveAttention(2).outputSpec(spec([2, 3])),
      'additiveAttention: `input` must be a record with the fields query, context, and mask where there is one; ' +
        'received [2, 3].',
      ShapeError,
    ),
  ],
});
testLayer({
  name: 'crossAttention with dropout in chunks',
  blueprint: crossAttention({ heads: 1, dropout: 0.3, chunk: 1 }),
  input: { query: [2, 2], context: [3, 2] },
  output: [2, 2],
  parameters: {
    queryKernel: [2, 2],
    queryBias: [2],
    kernel: [2, 4],
    bias: [4],
    outputKernel: [2, 2],
    outputBias: [2],
  },
});

const norm = (path: string) => ({ [`${path}.scale`]: [2], [`${path}.offset`]: [2] });
const part = (name: string) => `layers.${name}.inner.layers`;
testLayer({
  name: 'transformerEncoderBlock',
  blueprint: transformerEncoderBlock({ heads: 1, hidden: 3, activation: 'geglu', dropout: 0.2 }),
  input: [2, 2],
  output: [2, 2],
  masks: true,
  parameters: {
    ...norm(`${part('attention')}.norm`),
    [`${part('attention')}.attention.kernel`]: [2, 6],
    [`${part('attention')}.attention.bias`]: [6],
    [`${part('attention')}.attention.outputKernel`]: [2, 2],
    [`${part('attention')}.attention.outputBias`]: [2],
    ...norm(`${part('feedForward')}.norm`),
    [`${part('feedForward')}.feedForward.layers.up.kernel`]: [2, 6],
    [`${part('feedForward')}.feedForward.layers.up.bias`]: [6],
    [`${part('feedForward')}.feedForward.layers.down.kernel`]: [3, 2],
    [`${part('feedForward')}.feedForward.layers.down.bias`]: [2],
  },
  errors: [
    says(
      () => transformerEncoderBlock({ heads: 1, activation: 'tanh' as 'relu' }),
      "transformerEncoderBlock: `activation` must be 'relu', 'gelu', 'silu', 'glu', 'swiglu', 'geglu' or 'reglu'; " +
        "received 'tanh'.",
    ),
    says(
      () => transformerEncoderBlock({ heads: 1 }).outputSpec(spec([4])),
      'transformerEncoderBlock: `input` must be [tokens, features] without the batch axis; received [4].',
      ShapeError,
    ),
  ],
});
testLayer({
  name: 'transformerDecoderBlock',
  blueprint: transformerDecoderBlock({ heads: 1, hidden: 2, norm: 'rms', normalization: 'post', useBias: false }),
  input: { x: [2, 2], context: [3, 3] },
  output: [2, 2],
  parameters: {
    'layers.selfAttentionNorm.scale': [2],
    'layers.selfAttention.kernel': [2, 6],
    'layers.selfAttention.outputKernel': [2, 2],
    'layers.crossAttentionNorm.scale': [2],
    'layers.crossAttention.queryKernel': [2, 2],
    'layers.crossAttention.kernel': [3, 4],
    'layers.crossAttention.outputKernel': [2, 2],
    'layers.feedForwardNorm.scale': [2],
    'layers.feedForward.layers.up.kernel': [2, 2],
    'layers.feedForward.layers.down.kernel': [2, 2],
  },
  errors: [
    says(
      () => transformerDecoderBlock({ heads: 1 }).outputSpec(spec([2, 2])),
      'transformerDecoderBlock: `input` must be a record with the fields x, context, and contextMask where there is one; ' +
        'received [2, 2].',
      ShapeError,
    ),
  ],
});
testLayer({
  name: 'mixtureOfExperts',
  blueprint: mixtureOfExperts(dense(2), { experts: 3, topK: 2 }),
  input: [2, 3],
  output: [2, 2],
  masks: true,
  parameters: {
    router: [3, 3],
    'experts.0.kernel': [3, 2],
    'experts.0.bias': [2],
    'experts.1.kernel': [3, 2],
    'experts.1.bias': [2],
    'experts.2.kernel': [3, 2],
    'experts.2.bias': [2],
  },
  errors: [
    says(
      () => mixtureOfExperts(dense(2), { experts: 2, topK: 3 }),
      'mixtureOfExperts: `topK` must be an integer from 1 to 2; received 3.',
    ),
  ],
});

const training = (): Context => ({ training: true, random: randomKeys(RandomStream.fromSeed(1)) });
const draw = (...shape: [number, number, number]): Tensor3D =>
  tensor3d(RandomStream.fromSeed(2).normals(shape[0] * shape[1] * shape[2]), shape);

onEachBackend(() => {
  describe('token by token', () => {
    const options = (more: Omit<MultiHeadAttentionOptions, 'heads'>) => ({ heads: 2, causal: true, ...more });
    it.each<[string, Blueprint<Tensor3D, Tensor3D>]>([
      ['rotary positions', multiHeadAttention(options({ position: rotary() }))],
      ['ALiBi', multiHeadAttention(options({ position: alibi() }))],
      ['relative positions', multiHeadAttention(options({ position: relativePositions({ maxDistance: 2 }) }))],
      ['shared keys and a window', multiHeadAttention(options({ keyValueHeads: 1, window: 2 }))],
      [
        'a block of a language model',
        transformerEncoderBlock({ heads: 2, causal: true, window: 3, position: rotary() }),
      ],
      ['waves', sequential(sinusoidalPositions(), multiHeadAttention(options({})))],
    ])('%s gives what it gives at once', async (_, blueprint) => {
      using model = build(blueprint, { input: [null, 4], seed: 7 });
      const x = draw(2, 5, 4);
      const whole = await model.forward(x, inference()).array();
      let state: State = model.initialState({ batch: 2, length: 5 });
      const parts = [
        [0, 2],
        [2, 1],
        [3, 2],
      ].map(([begin, size]) => {
        const result = model.run({ x: slice(x, [0, begin!, 0], [2, size!, 4]), state }, inference());
        state = result.state;
        return result.outputs;
      });
      await expectClose(concat(parts, 1), whole, { relative: 1e-5, absolute: 1e-5 });
    });

    it('a decoder writes what it writes at once', async () => {
      const input = { x: [null, 4], context: [3, 2] } as const;
      using model = build(transformerDecoderBlock({ heads: 2 }), { input, seed: 7 });
      const [x, context] = [draw(1, 4, 4), draw(1, 3, 2)];
      const whole = await model.forward({ x, context }, inference()).array();
      let state: State = model.initialState({ batch: 1, length: 4 });
      const parts = [0, 1, 2, 3].map((at) => {
        const result = model.run({ x: { x: slice(x, [0, at, 0], [1, 1, 4]), context }, state }, inference());
        state = result.state;
        return result.outputs;
      });
      await expectClose(concat(parts, 1), whole, { relative: 1e-5, absolute: 1e-5 });
    });
  });

  it('positions that turn or fall with the distance know no absolute place', async () => {
    const schemes: PositionScheme[] = [rotary(), alibi(), relativePositions()];
    for (const position of schemes) {
      // With a window of 3, the last token sees the same tokens wherever they stand.
      using model = build(multiHeadAttention({ heads: 2, causal: true, window: 3, position }), {
        input: [null, 4],
        seed: 7,
      });
      const x = draw(1, 6, 4);
      const late = await model.forward(x, inference()).data();
      const early = await model.forward(slice(x, [0, 3, 0], [1, 3, 4]), inference()).data();
      await expectClose(tensor(late.slice(-4)), early.slice(-4), { relative: 1e-5, absolute: 1e-5 });
    }
  });

  it('attention drops weights in training alone, and keeps their sum on average', async () => {
    using model = build(multiHeadAttention({ heads: 1, dropout: 0.5 }), { input: [64, 2], seed: 7 });
    const x = ones([1, 64, 2]) as Tensor3D;
    const plain = await model.forward(x, inference()).data();
    const noisy = await model.forward(x, training()).data();
    assert.isAbove(new Set(noisy).size, 20);
    const mean = (of: ArrayLike<number>, at: number): number =>
      Array.from(of)
        .filter((_, i) => i % 2 === at)
        .reduce((a, b) => a + b) / 64;
    for (const at of [0, 1]) assert.closeTo(mean(noisy, at), plain[at]!, 0.05 + 0.05 * Math.abs(plain[at]!));
    expect(await model.forward(x, training()).data()).toEqual(noisy);
  });

  it('chunks take no score of all pairs', async () => {
    const { profile } = await import('@tensorflow/tfjs-core');
    const largest = async (chunk: number | undefined): Promise<number> => {
      const position = alibi();
      using model = build(
        multiHeadAttention({ heads: 1, causal: true, position, ...(chunk !== undefined && { chunk, window: 8 }) }),
        { input: [null, 2], seed: 7 },
      );
      const x = draw(1, 64, 2);
      const { kernels } = await profile(() => {
        const { value, gradients } = valueAndGradients(() => sum(model.forward(x, training())), trainables(model));
        return [value, ...Object.values(gradients)];
      });
      return Math.max(
        ...kernels.flatMap(({ outputShapes }) => outputShapes.map((of) => of.reduce((a, b) => a * b, 1))),
      );
    };
    expect(await largest(undefined)).toBeGreaterThanOrEqual(64 * 64);
    expect(await largest(8)).toBeLessThan((64 * 64) / 4);
  });

  it('in chunks, the memory of a train step grows as the length does, with positions, masks and dropout', async () => {
    const { memory, profile } = await import('@tensorflow/tfjs-core');
    const layer = multiHeadAttention({
      heads: 2,
      causal: true,
      chunk: 16,
      dropout: 0.1,
      position: relativePositions({ maxDistance: 4 }),
    });
    using model = build(layer, { input: [null, 8], seed: 7 });
    const peak = async (tokens: number): Promise<number> => {
      const [x, mask] = [draw(1, tokens, 8), ones([1, tokens]) as Tensor2D];
      const before = memory().numBytes;
      const { peakBytes } = await profile(() => {
        const loss = (): Scalar => sum(square(model.run({ x, mask }, training()).outputs));
        const { value, gradients } = valueAndGradients(loss, trainables(model));
        return [value, ...Object.values(gradients)];
      });
      return peakBytes - before;
    };
    const [one, two] = [await peak(96), await peak(192)];
    assert.isBelow(two / one, 2.1);
  });

  it('experts are balanced by the loss', async () => {
    using model = build(mixtureOfExperts(dense(2), { experts: 4, topK: 1, balance: 0.5 }), { input: [2], seed: 7 });
    const x = tensor2d(RandomStream.fromSeed(1).normals(40), [20, 2]);
    const router = parameters(model).get('router')!;
    const penalty = async () => {
      const found = collectPenalties(training(), (context) => model.forward(x, context)).penalty!;
      return (await found.data())[0]!;
    };
    router.assign(mul(ones([2, 4]), 0));
    assert.closeTo(await penalty(), 0.5, 1e-5); // even probabilities: the balance itself
    router.assign(
      tensor2d([
        [9, 0, 0, 0],
        [0, 9, 0, 0],
      ]),
    );
    assert.isAbove(await penalty(), 0.7);
    expect(collectPenalties(inference(), (context) => model.forward(x, context)).penalty).toBeUndefined();
  });

  it('a language model of blocks has the parameters of its description, and reads ids', () => {
    const block = transformerEncoderBlock({
      heads: 2,
      causal: true,
      norm: 'rms',
      activation: 'swiglu',
      position: rotary(),
    });
    const network = sequential(embedding(9, 4), repeat(2, block), rmsNorm(), dense(9));
    using model = build(network, { input: tokens([null]), seed: 7 });
    expect(model.forward(zeros([2, 3], 'int32') as never, inference()).shape).toEqual([2, 3, 9]);
  });
});
