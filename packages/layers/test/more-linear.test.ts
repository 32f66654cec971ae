import {
  ArgumentError,
  build,
  inference,
  loadState,
  parameters,
  RandomStream,
  randomKeys,
  ShapeError,
  shared,
  spec,
  stateDict,
  tokens,
  trainables,
  valueAndGradients,
} from '@neurite/core';
import { expectClose, onEachBackend } from '@neurite/testing';
import { cast, ones, slice, type Tensor2D, tensor2d, sum as total, zeros } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as layers from '../src/index.js';
import {
  adaptiveLogSoftmax,
  type Bilinear,
  bilinear,
  channelShuffle,
  dense,
  dot,
  einsumDense,
  embedding,
  gru,
  highway,
  maxout,
  namedSequential,
  pairwiseDistance,
  permute,
  relu,
  repeat,
  repeatVector,
  rescale,
  residual,
  sequential,
  subtract,
  unembedding,
} from '../src/index.js';
import { testParity, testPartsParity } from './parity-table.js';
import { testLayer } from './test-layer.js';

testParity('more-linear');
testPartsParity('joins');

const refuses = (run: () => unknown, type: typeof ArgumentError | typeof ShapeError, message: string) => ({
  errors: [{ run, type, message }],
});

testLayer({
  name: 'maxout',
  blueprint: maxout(2),
  input: [2, 3],
  output: [2, 2],
  masks: true,
  parameters: { kernel: [3, 4], bias: [4] },
  ...refuses(
    () => maxout(2, { pieces: 0 }),
    ArgumentError,
    'maxout: `pieces` must be an integer of at least 1; received 0.',
  ),
});
testLayer({
  name: 'adaptiveLogSoftmax',
  blueprint: adaptiveLogSoftmax(5, { cutoffs: [2, 3], reduction: 2, useBias: true }),
  input: [2, 4],
  output: [2, 5],
  masks: true,
  parameters: {
    kernel: [4, 4],
    bias: [4],
    'tails.0.projection': [4, 2],
    'tails.0.kernel': [2, 1],
    'tails.1.projection': [4, 1],
    'tails.1.kernel': [1, 2],
  },
  errors: [
    {
      run: () => adaptiveLogSoftmax(5, { cutoffs: [3, 3] }),
      type: ArgumentError,
      message:
        'adaptiveLogSoftmax: `cutoffs` must be at least one integer from 1 to 4, each above the one before; received [3, 3].',
    },
    {
      run: () => adaptiveLogSoftmax(5, {} as { readonly cutoffs: readonly number[] }),
      type: ArgumentError,
      message:
        'adaptiveLogSoftmax: `cutoffs` must be at least one integer from 1 to 4, each above the one before; received undefined.',
    },
    {
      run: () => adaptiveLogSoftmax(5, { cutoffs: [2], reduction: 0 }),
      type: ArgumentError,
      message: 'adaptiveLogSoftmax: `reduction` must be a finite number of at least 1; received 0.',
    },
  ],
});
testLayer({
  name: 'highway',
  blueprint: highway({ activation: 'tanh' }),
  input: [2, 3],
  output: [2, 3],
  masks: true,
  parameters: { kernel: [3, 3], bias: [3], gateKernel: [3, 3], gateBias: [3] },
  ...refuses(
    () => highway({ activation: 'gelu' as 'relu' }),
    ArgumentError,
    "highway: `activation` must be 'relu', 'tanh' or 'linear'; received 'gelu'.",
  ),
});
testLayer({
  name: 'einsumDense',
  blueprint: einsumDense('abc,cde->abde', [null, 2, 2], { biasAxes: 'e' }),
  input: [null, 3],
  output: [null, 2, 2],
  parameters: { kernel: [3, 2, 2], bias: [2] },
  errors: [
    {
      run: () => einsumDense('ab,bc', [3]),
      type: ArgumentError,
      message: "einsumDense: `equation` must be of the form 'abc,cd->abd', the batch first; received 'ab,bc'.",
    },
    {
      run: () => einsumDense('ab,bc->ac', [3], { biasAxes: 'b' }),
      type: ArgumentError,
      message: "einsumDense: `biasAxes` must be letters of the output ac after its first; received 'b'.",
    },
    {
      run: () => einsumDense('ab,bc->ac', [3], { biasAxes: 1 as never }),
      type: ArgumentError,
      message: 'einsumDense: `biasAxes` must be letters of the output ac after its first; received 1.',
    },
    {
      run: () => einsumDense('ab,bc->ac', [3, 4]),
      type: ArgumentError,
      message:
        'einsumDense: `outputShape` must have 1 size, as ab,bc->ac says, each an integer of at least 1 or null; received [3, 4].',
    },
    {
      run: () => einsumDense('ab,bc->ac', 'three' as never),
      type: ArgumentError,
      message:
        "einsumDense: `outputShape` must have 1 size, as ab,bc->ac says, each an integer of at least 1 or null; received 'three'.",
    },
    {
      run: () => einsumDense('ab,bc->ac', [3]).outputSpec(spec([null])),
      type: ShapeError,
      message: 'einsumDense: `input` must have a known size along b; received [null].',
    },
    {
      run: (model) => model.forward(ones([2, 2, 4]), inference()),
      type: ShapeError,
      message: 'einsumDense: `x` must have shape [batch, any, 3]; received [2, 2, 4].',
    },
  ],
});
testLayer({
  name: 'bilinear',
  blueprint: bilinear(2),
  input: [[3], [2]],
  output: [2],
  parameters: { kernel: [3, 2, 2], bias: [2] },
  errors: [
    {
      run: () => bilinear(2).outputSpec(spec([3])),
      type: ShapeError,
      message: 'bilinear: `input` must be a list of two, [left features] and [right features]; received [3].',
    },
    {
      run: (model) => (model as unknown as Bilinear).forward([ones([2, 3]), ones([1, 2])]),
      type: ShapeError,
      message: 'bilinear: `x.1` must have shape [2, 2]; received [1, 2].',
    },
  ],
});
testLayer({
  name: 'permute',
  blueprint: permute([2, 1]),
  input: [2, 3],
  output: [3, 2],
  ...refuses(
    () => permute([0, 1]),
    ArgumentError,
    'permute: `axes` must be the integers from 1 to the number of axes, each once; received [0, 1].',
  ),
});
testLayer({
  name: 'repeatVector',
  blueprint: repeatVector(2),
  input: [3],
  output: [2, 3],
  ...refuses(
    () => repeatVector(0),
    ArgumentError,
    'repeatVector: `count` must be an integer of at least 1; received 0.',
  ),
});
testLayer({ name: 'rescale', blueprint: rescale(0.5, { offset: 1 }), input: [2, 3], output: [2, 3], masks: true });
testLayer({
  name: 'channelShuffle',
  blueprint: channelShuffle(2),
  input: [2, 4],
  output: [2, 4],
  masks: true,
  ...refuses(
    () => channelShuffle(2).outputSpec(spec([3])),
    ShapeError,
    'channelShuffle: `input` must have channels that the 2 groups divide; received [3].',
  ),
});
testLayer({
  name: 'embedding with padding and a norm',
  blueprint: embedding(5, 2, { paddingIndex: 1, maxNorm: 0.5 }),
  input: tokens([3]),
  output: [3, 2],
  parameters: { embeddings: [5, 2] },
  errors: [
    {
      run: () => embedding(5, 2, { paddingIndex: 5 }),
      type: ArgumentError,
      message: 'embedding: `paddingIndex` must be an integer from 0 to 4; received 5.',
    },
    {
      run: () => embedding(5, 2, { maxNorm: 0 }),
      type: ArgumentError,
      message: 'embedding: `maxNorm` must be a finite number above 0; received 0.',
    },
  ],
});
for (const join of [layers.maximum, layers.minimum]) {
  // Of x and −x, which are equal nowhere.
  const blueprint = sequential(layers.parallel([layers.identity(), rescale(-1)]), join());
  testLayer({ name: join().name, blueprint, input: [2, 2], output: [2, 2], propagatesNaN: false, masks: true });
}
testLayer({
  name: 'subtract',
  blueprint: subtract(),
  input: [
    [2, 2],
    [2, 2],
  ],
  output: [2, 2],
  ...refuses(
    () => subtract().outputSpec([spec([2])]),
    ShapeError,
    'subtract: `input` must have two tensors of one shape and dtype; received ([2]).',
  ),
});
testLayer({
  name: 'pairwiseDistance',
  blueprint: pairwiseDistance({ p: 3, epsilon: 1 }),
  input: [[2], [2]],
  output: [1],
  errors: [
    {
      run: () => pairwiseDistance({ p: 0.5 }),
      type: ArgumentError,
      message: 'pairwiseDistance: `p` must be a finite number of at least 1; received 0.5.',
    },
  ],
});
testLayer({
  name: 'dot',
  blueprint: dot({ normalize: true }),
  input: [
    [2, 3],
    [2, 3],
  ],
  output: [2, 1],
  ...refuses(
    () => dot().outputSpec([spec([2]), spec([3])]),
    ShapeError,
    'dot: `input` must have two tensors of one shape; received ([2], [3]).',
  ),
});
testLayer({
  name: 'repeat',
  blueprint: repeat(2, residual(dense(3))),
  input: [3],
  output: [3],
  parameters: {
    'layers.0.inner.kernel': [3, 3],
    'layers.0.inner.bias': [3],
    'layers.1.inner.kernel': [3, 3],
    'layers.1.inner.bias': [3],
  },
  ...refuses(() => repeat(0, relu()), ArgumentError, 'repeat: `count` must be an integer of at least 1; received 0.'),
});
testLayer({
  name: 'namedSequential',
  blueprint: namedSequential({ first: dense(2), act: relu(), second: gru(2) }),
  input: [3, 2],
  output: [2],
  masks: true,
  parameters: {
    'layers.first.kernel': [2, 2],
    'layers.first.bias': [2],
    'layers.second.kernel': [2, 6],
    'layers.second.recurrentKernel': [2, 6],
    'layers.second.bias': [6],
    'layers.second.recurrentBias': [2],
  },
  errors: [
    {
      run: () => namedSequential({ 1: relu() }),
      type: ArgumentError,
      message:
        'namedSequential: `layers` must have at least one layer, by names that are no integers and hold no dots; ' +
        "received '1'.",
    },
    {
      run: () => namedSequential({ a: dense(2), b: gru(2) }).outputSpec(spec([3])),
      type: ShapeError,
      message:
        'gru (layer b of namedSequential): `input` must be [time, features] without the batch axis; received [2].',
    },
  ],
});

const words = shared('words', embedding(5, 2));
testLayer({
  name: 'unembedding',
  blueprint: sequential(words, unembedding(words)),
  input: tokens([3]),
  output: [3, 5],
  masks: true,
  parameters: { 'layers.0.embeddings': [5, 2] },
  errors: [
    {
      run: () => build(unembedding(embedding(5, 2)), { input: [2] }),
      type: ArgumentError,
      message:
        'unembedding: `embedding` must be shared, and used earlier in the network; received embedding. ' +
        "Write const words = shared('words', embedding(…)), and use words in both places.",
    },
    {
      run: () => unembedding(words).outputSpec(spec([3])),
      type: ShapeError,
      message: 'unembedding: `input` must have the 2 features of the embeddings; received [3].',
    },
  ],
});

onEachBackend(() => {
  it('bytes become numbers of a network by rescale', async () => {
    using model = build(sequential(rescale(1 / 255), dense(1)), { input: spec([2], 'int32'), seed: 7 });
    expect(model.forward(cast(ones([3, 2]), 'int32') as Tensor2D, inference()).shape).toEqual([3, 1]);
  });

  it('a padding index gives zeros, and no gradient reaches its row', async () => {
    using model = build(embedding(4, 2, { paddingIndex: 3 }), { input: tokens([2]), seed: 7 });
    const x = tensor2d([[3, 1]], [1, 2], 'int32');
    await expectClose(slice(model.forward(x, inference()), [0, 0, 0], [1, 1, 2]), [[[0, 0]]], { absolute: 0 });
    const { gradients } = valueAndGradients(() => total(model.forward(x, inference())), trainables(model));
    await expectClose(gradients.embeddings!, [
      [0, 0],
      [1, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  it('remembers the weights of a named layer whatever is put before it', async () => {
    using before = build(namedSequential({ head: dense(2) }), { input: [3], seed: 7 });
    using after = build(namedSequential({ act: relu(), head: dense(2) }), { input: [3], seed: 8 });
    loadState(after, stateDict(before));
    const x = ones([1, 3]);
    await expectClose(after.forward(x, inference()), await (before.forward(x, inference()) as Tensor2D).array());
  });

  it('draws the layers of a repetition apart', async () => {
    using model = build(repeat(2, dense(2)), { input: [2], seed: 7 });
    const [first, second] = [...parameters(model).values()].filter(({ shape }) => shape.length === 2);
    expect(await first!.value.data()).not.toEqual(await second!.value.data());
    const context = { training: true, random: randomKeys(RandomStream.fromSeed(1)) };
    expect(model.forward(zeros([1, 2]), context).shape).toEqual([1, 2]);
  });
});
