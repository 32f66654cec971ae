import { type AnyBlueprint, ArgumentError, build, inference, Module, NumericError, tokens } from '@neurite/core';
import { expectError, expectNoLeak, onEachBackend } from '@neurite/testing';
import { add, ones, type Rank, type Tensor2D, type Tensor3D, tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  averagePool1d,
  batchNorm,
  beamSearch,
  bidirectional,
  concatenate,
  conv1d,
  crossAttention,
  dense,
  depthwiseConv1d,
  dropout,
  einsumDense,
  embedding,
  generate,
  groupNorm,
  gru,
  identity,
  inputs,
  instanceNorm,
  lambda,
  layerNorm,
  lora,
  lstm,
  masked,
  mixtureOfExperts,
  multiHeadAttention,
  namedSequential,
  parallel,
  positionalEmbedding,
  relu,
  remat,
  residual,
  rotary,
  Sequential,
  separableConv1d,
  sequential,
  shiftRight,
  simpleRnn,
  softmax,
  transformerDecoderBlock,
  transformerEncoderBlock,
} from '../src/index.js';

const IDS = 5;
const FEATURES = 6;

/** A language model with a layer in its middle. */
const around = (layer: AnyBlueprint) =>
  namedSequential<Tensor2D, Tensor3D>({ words: embedding(IDS, FEATURES), middle: layer, logits: dense(IDS) });
const built = (layer: AnyBlueprint) => build(around(layer), { input: tokens([null]), seed: 3 });
const each = { returnSequences: true } as const;
const all = multiHeadAttention({ heads: 2 });
const sentence = (what: string): string =>
  `generate: \`model\` must read a text in parts, each token from those before it alone; received ${what}`;
const MIXES =
  'which may mix a token with later ones. Leave it out; in a layer of yours set tokenwise where each step is treated alone, ' +
  'or continuable where run goes on from its state.';

class Block extends Module<Tensor3D, Tensor3D> {
  readonly inner = build(multiHeadAttention({ heads: 2, causal: true }), { input: [null, FEATURES], seed: 1 });
  override forward(x: Tensor3D): Tensor3D {
    return this.inner.forward(x, inference());
  }
}

describe('generation refuses what cannot read a text in parts', () => {
  it.each<[string, AnyBlueprint, string]>([
    ['attention', all, 'multiHeadAttention at layers.middle, which attends to later tokens, too. Write causal: true.'],
    [
      'attention inside',
      residual(sequential(layerNorm(), remat(all))),
      'multiHeadAttention at layers.middle.inner.layers.1.inner, which attends to later tokens, too. Write causal: true.',
    ],
    [
      'an encoder block',
      transformerEncoderBlock({ heads: 2 }),
      'multiHeadAttention at layers.middle.layers.attention.inner.layers.attention, which attends to later tokens, too. ' +
        'Write causal: true.',
    ],
    [
      'attention with other kernels',
      lora(transformerEncoderBlock({ heads: 2, window: 2 }), { rank: 1 }),
      'multiHeadAttention at layers.middle.inner.layers.attention.inner.layers.attention, which attends to later tokens, ' +
        'too. Write causal: true.',
    ],
    [
      'both directions',
      bidirectional(lstm(2, each)),
      'bidirectional at layers.middle, which reads a sequence from its end, too. Use the recurrent layer without ' +
        'bidirectional.',
    ],
    [
      'backwards',
      gru(2, { ...each, goBackwards: true }),
      'gru at layers.middle, which reads a sequence from its end. Leave goBackwards out.',
    ],
    [
      'a centered window',
      conv1d(4, 3, { padding: 'same' }),
      "conv1d at layers.middle, which sees later steps, too, or skips some. Write padding: 'causal', with strides of 1.",
    ],
    [
      'a centered window of each channel',
      separableConv1d(4, 3, { padding: [1, 1] }),
      'separableConv1d at layers.middle, which sees later steps, too, or skips some. ' +
        "Write padding: 'causal', with strides of 1.",
    ],
    ['a pool', averagePool1d(2, { strides: 1, padding: 'same' }), `averagePool1d at layers.middle, ${MIXES}`],
    ['a norm over time', instanceNorm(), `instanceNorm at layers.middle, ${MIXES}`],
    ['a norm over time in groups', groupNorm(2), `groupNorm at layers.middle, ${MIXES}`],
    ['a softmax over time', softmax({ axis: 1 }), `softmax at layers.middle, ${MIXES}`],
    ['a sum over time', einsumDense('abc,bd->adc', [IDS, FEATURES]), `einsumDense at layers.middle, ${MIXES}`],
    [
      'experts that mix tokens',
      mixtureOfExperts(sequential(all), { experts: 2 }),
      `mixtureOfExperts at layers.middle, ${MIXES}`,
    ],
    [
      'a function',
      lambda((x: Tensor3D): Tensor3D => x),
      'lambda at layers.middle, which may mix a token with later ones. Where its function treats each step alone, write ' +
        'tokenwise: true.',
    ],
    [
      'attention of a text to itself with a mask of its own',
      namedSequential({
        both: parallel({ query: identity(), context: identity() }),
        attention: crossAttention({ heads: 2 }),
      }),
      'crossAttention at layers.middle.layers.attention, which has a context that grows with the text, and sees what is new of it ' +
        'alone. Use multiHeadAttention({ heads, causal: true }) for a text and itself.',
    ],
  ])('%s', async (_, layer, what) => {
    const input = layer.name === 'einsumDense' ? tokens([4]) : tokens([null]);
    using model = build(around(layer), { input, seed: 3 });
    await expectNoLeak(() =>
      expectError(() => generate(model, [[1, 2]], { length: 4 }), ArgumentError, sentence(what)),
    );
    const beams = beamSearch(model, [1, 2], { beams: 2, length: 4 });
    await expectError(() => beams, ArgumentError, sentence(what).replace('generate', 'beamSearch'));
  });

  it('a layer of ours that hides attention, until it says how it goes on', async () => {
    const block = new Block();
    using model = new Sequential<Tensor2D, Tensor3D>({
      layers: [build(embedding(IDS, FEATURES), { input: tokens([null]), seed: 1 }), block],
    });
    await expectError(
      () => generate(model, [[1]], { length: 3 }),
      ArgumentError,
      sentence(`Block at layers.1, ${MIXES}`),
    );
  });

  it('the layer that is for training, and takes what comes after it', async () => {
    const words = sequential(embedding(IDS, FEATURES), gru(FEATURES, each), dense(IDS));
    using writer = build(words, { input: tokens([null]), seed: 3 });
    const shift = build(shiftRight(0), { input: tokens([null]) });
    const learner = new Sequential<Tensor2D, Tensor3D>({ layers: [shift, writer] });
    await expectError(
      () => generate(learner, [[1]], { length: 3 }),
      ArgumentError,
      sentence(
        'shiftRight at layers.0, which is for training, where the text is known. Hand over the layers after it alone.',
      ),
    );
    expect((await generate(writer, [[1]], { length: 3 }))[0]).toHaveLength(3);
  });

  it('an input without the text', async () => {
    using model = built(relu());
    await expectError(
      () => generate(model, [[1]], { length: 3, input: () => tensor2d([[1]], [1, 1], 'int32') }),
      ArgumentError,
      'generate: `input` must give as many tokens as it gets ids; received tensors of the same shapes for 1 id and for 2.',
    );
  });

  it('logits that are NaN, as beyond the last position', async () => {
    using model = built(positionalEmbedding(4));
    expect((await generate(model, [[1, 2]], { length: 5 }))[0]).toHaveLength(5);
    await expectNoLeak(() =>
      expectError(
        () => generate(model, [[1, 2]], { length: 6 }),
        NumericError,
        'generate: the logits after 5 ids are NaN. Where the model has a positionalEmbedding, `length` must be at most one ' +
          'more than its maxLength; else look for NaN in its weights.',
      ),
    );
  });
});

onEachBackend(() => {
  it.each<[string, AnyBlueprint]>([
    ['recurrent layers', sequential(lstm(4, each), simpleRnn(FEATURES, each))],
    ['causal attention in a block', transformerEncoderBlock({ heads: 3, causal: true, position: rotary() })],
    ['a causal convolution', sequential(conv1d(4, 3, { padding: 'causal', dilation: 2 }), relu())],
    [
      'causal convolutions of each channel',
      sequential(depthwiseConv1d(2, { padding: 'causal' }), separableConv1d(4, 3, { padding: 'causal' })),
    ],
    ['kernels of one step', sequential(conv1d(4, 1), conv1d(4, 1, { padding: 'same' }))],
    ['an Einstein sum over features', einsumDense('abc,cd->abd', [null, 4], { biasAxes: 'd' })],
    ['batch normalization', sequential(batchNorm(), dropout(0.5))],
    ['experts', residual(mixtureOfExperts(sequential(dense(4), relu(), dense(FEATURES)), { experts: 3, topK: 2 }))],
    ['branches', sequential(parallel([gru(2, each), identity()]), concatenate())],
    ['functions of each step', lambda((x: Tensor3D): Tensor3D => add(x, 1), { tokenwise: true })],
  ])('writes with %s what reading the whole text in each step would', async (_, layer) => {
    using model = built(layer);
    const prompts = [
      [1, 2, 4],
      [3, 0, 0],
    ];
    const texts = await generate(model, prompts, { length: 9 });
    for (const [i, prompt] of prompts.entries()) expect(texts[i]).toEqual(await readingAll(model, prompt, 9));
    await expectNoLeak(async () => void (await beamSearch(model, [1], { beams: 2, length: 4 })));
  });

  it('reads a context anew in each step, by layers in both directions or with states', async () => {
    const encoders: readonly AnyBlueprint[] = [
      sequential(embedding(IDS, 4), transformerEncoderBlock({ heads: 2 })),
      sequential(embedding(IDS, 4), bidirectional(lstm(2, each))),
      sequential(embedding(IDS, 4), gru(4, each)),
      sequential(embedding(IDS, 4), multiHeadAttention({ heads: 2, causal: true })),
    ];
    const context = tensor2d([[4, 0, 3]], [1, 3], 'int32');
    for (const encoder of encoders) {
      const network = namedSequential<{ x: Tensor2D; context: Tensor2D }, Tensor3D>({
        both: inputs({ x: embedding(IDS, FEATURES), context: encoder }),
        decoder: transformerDecoderBlock({ heads: 2 }),
        logits: dense(IDS),
      });
      using model = build(network, { input: { x: tokens([null]), context: tokens([null]) }, seed: 3 });
      const input = (ids: Tensor2D) => ({ x: ids, context });
      const [text] = await generate(model, [[1]], { length: 7, input });
      expect(text).toEqual(await readingAll(model, [1], 7, input));
    }
    context.dispose();
  });

  it('takes a network with its mask', async () => {
    using model = build(masked(sequential(embedding(IDS, 4), gru(4, each), dense(IDS))), {
      input: { x: tokens([null]), mask: [null] },
      seed: 3,
    });
    const input = (x: Tensor2D) => ({ x, mask: ones<Rank.R2>(x.shape) });
    const [text] = await generate(model, [[1, 2]], { length: 5, input });
    expect(text).toEqual(await readingAll(model, [1, 2], 5, input));
  });
});

/** The greedy text of a model that reads all of it in each step. */
async function readingAll(
  model: Module<never, Tensor3D>,
  prompt: readonly number[],
  length: number,
  input: (ids: Tensor2D) => unknown = (ids) => ids,
): Promise<number[]> {
  const text = [...prompt];
  while (text.length < length) {
    const ids = tensor2d([text], [1, text.length], 'int32');
    const logits = model.forward(input(ids) as never, inference());
    const last = ((await logits.array()) as number[][][])[0]!.at(-1)!;
    text.push(last.indexOf(Math.max(...last)));
  }
  return text;
}
