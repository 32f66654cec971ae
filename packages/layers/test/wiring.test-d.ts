import {
  type AnyRank,
  type Blueprint,
  build,
  inference,
  type Module,
  type RunOutput,
  type Same,
  tokens,
} from '@neurite/core';
import { mul, type Tensor, type Tensor2D, type Tensor3D, type Tensor4D, type Tensor5D } from '@tensorflow/tfjs-core';
import * as layers from '../src/index.js';
import {
  averagePool2d,
  batchNorm,
  bidirectional,
  type CellBlueprint,
  concatenate,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePool2d,
  groupNorm,
  gru,
  gruCell,
  identity,
  inputs,
  type Lstm,
  type LstmOptions,
  type LstmState,
  lambda,
  layerNorm,
  lstm,
  lstmCell,
  type MaskedInput,
  masked,
  maxPool2d,
  multiHeadAttention,
  multiply,
  parallel,
  positionalEmbedding,
  recurrent,
  relu,
  reshape,
  residual,
  rmsNorm,
  sequential,
  simpleRnn,
  stacked,
  sum,
  timeDistributed,
} from '../src/index.js';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles where both types are the same one. */
function same<A, B>(_: Equal<A, B>): void {}
declare const x2: Tensor2D;
declare const x3: Tensor3D;

// What fits, with the types that come out.
const cnn = sequential(conv2d(16, 5), relu(), maxPool2d(2), flatten(), dropout(0.3), dense(10));
same<typeof cnn, Blueprint<Tensor4D, Tensor2D>>(true);
const norms = sequential(conv2d(16, 5), batchNorm(), groupNorm(4), globalAveragePool2d(), dropout(0.5), dense(10));
same<typeof norms, Blueprint<Tensor4D, Tensor2D>>(true);
const nested = sequential(sequential(conv2d(8, 3), relu()), flatten(), sequential(dense(3)));
same<typeof nested, Blueprint<Tensor4D, Tensor2D>>(true);
const reshaped = sequential(reshape([2, 2, 3]), averagePool2d(2));
same<typeof reshaped, Blueprint<Tensor, Tensor4D>>(true);

// A flat chain of 100 layers is within what the compiler can follow.
// biome-ignore format: a hundred lines would say no more
const long = sequential(
  conv2d(4, 3), relu(), flatten(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(4), relu(),
  dense(4), relu(), dense(4), relu(), dense(4), relu(), dense(2),
);
same<typeof long, Blueprint<Tensor4D, Tensor2D>>(true);

// What is made of layers for any rank takes any rank, and gives that of its input.
const mlp = sequential(dense(3), relu(), sequential(dropout(0.1), dense(4)), rmsNorm());
same<typeof mlp, AnyRank>(true);
const built = build(mlp, { input: [5] });
same<typeof built, Module<Tensor2D, Tensor2D>>(true);
const built3 = build(mlp, { input: [null, 5] });
same<typeof built3, Module<Tensor3D, Tensor3D>>(true);
const takes2 = (head: Blueprint<Tensor2D, Tensor2D>): unknown => head;
takes2(dense(3));
takes2(mlp);

// A recurrent layer gives one state or all of them, and the compiler knows which.
lstm(8) satisfies Blueprint<Tensor3D, Tensor2D>;
lstm(8, { returnSequences: false }) satisfies Blueprint<Tensor3D, Tensor2D>;
lstm(8, { returnSequences: true }) satisfies Blueprint<Tensor3D, Tensor3D>;
sequential(gru(8, { returnSequences: true }), relu(), simpleRnn(8), dense(1)) satisfies Blueprint<Tensor3D, Tensor2D>;
sequential(embedding(100, 8), layerNorm(), lstm(8), dense(1)) satisfies Blueprint<Tensor2D, Tensor2D>;
const perToken = sequential(gru(8, { returnSequences: true }), dense(1));
same<typeof perToken, Blueprint<Tensor3D, Tensor3D>>(true);
const tokenModel = sequential(embedding(100, 8), positionalEmbedding(16), multiHeadAttention({ heads: 2 }), dense(100));
same<typeof tokenModel, Blueprint<Tensor2D, Tensor3D>>(true);
const generator = build(tokenModel, { input: tokens([null]) });
same<typeof generator, Module<Tensor2D, Tensor3D>>(true);
const options: LstmOptions = { returnSequences: true };
lstm(8, options) satisfies Blueprint<Tensor3D, Tensor>;
sequential(lstm(8, options), dense(1)) satisfies Blueprint<Tensor3D, Tensor>;

// A cell is run over time; its state has a type.
const byCell = recurrent(lstmCell(3));
same<typeof byCell, Blueprint<Tensor3D, Tensor2D>>(true);
const every = recurrent(stacked(lstmCell(3), gruCell(4)), { returnSequences: true });
same<typeof every, Blueprint<Tensor3D, Tensor3D>>(true);
const pile = stacked(lstmCell(3), gruCell(4));
same<typeof pile, CellBlueprint<Tensor2D, readonly [LstmState, Tensor2D], Tensor2D>>(true);
const clips = recurrent(stacked(layers.convLstm2dCell(2, 3), layers.convLstm2dCell(1, 3)), { returnSequences: true });
same<typeof clips, Blueprint<Tensor5D, Tensor5D>>(true);
const tagger = sequential(embedding(100, 8), bidirectional(lstm(4, { returnSequences: true })), dense(3));
same<typeof tagger, Blueprint<Tensor2D, Tensor3D>>(true);
declare const layer: Lstm<true>;
layer.run({ x: x3 }, inference()) satisfies RunOutput<Tensor3D, LstmState>;
layer.initialState({ batch: 2 }) satisfies LstmState;

// Layers of sequences, images and volumes tell their ranks, and wrappers keep those of what they wrap.
const waves = sequential(layers.conv1d(8, 3), layers.prelu(), layers.maxPool1d(2), layers.globalAveragePool1d());
same<typeof waves, Blueprint<Tensor3D, Tensor2D>>(true);
const volumes = sequential(layers.conv3d(2, 3), layers.upsampling3d(2), layers.globalMaxPool3d(), dense(1));
same<typeof volumes, Blueprint<Tensor5D, Tensor2D>>(true);
const video = sequential(layers.convLstm2d(2, 3), layers.conv2dTranspose(1, 3));
same<typeof video, Blueprint<Tensor5D, Tensor4D>>(true);
const wrapped = layers.remat(layers.weightNorm(layers.repeat(2, residual(dense(3)))));
same<typeof wrapped, AnyRank>(true);
const adapted = layers.lora(sequential(conv2d(2, 3), flatten()), { rank: 2 });
same<typeof adapted, Blueprint<Tensor4D, Tensor2D>>(true);
const twice = layers.repeat(2, layers.transformerEncoderBlock({ heads: 2 }));
same<typeof twice, Blueprint<Tensor3D, Tensor3D>>(true);
const both = bidirectional(lstm(4), { merge: 'none' });
same<typeof both, Blueprint<Tensor3D, readonly [forward: Tensor2D, backward: Tensor2D]>>(true);
// @ts-expect-error a convolution of images takes no sequences
sequential(layers.conv1d(8, 3), conv2d(8, 3));
// @ts-expect-error what is repeated gives what it takes
layers.repeat(2, sequential(conv2d(2, 3), flatten()));
// @ts-expect-error no image knows what comes later
conv2d(8, 3, { padding: 'causal' });

// A rank that only shows at run time is let through, and checked there.
const shape: readonly number[] = [12];
sequential(reshape(shape), conv2d(3, 3), flatten()) satisfies Blueprint<Tensor, Tensor2D>;
const many: readonly ReturnType<typeof relu>[] = [relu(), relu()];
sequential(...many) satisfies Blueprint<Tensor, Tensor>;

// Branches: what they take together, and what each gives.
const skip = sequential(conv2d(8, 3), parallel({ a: relu(), b: conv2d(8, 1) }), concatenate(), conv2d(4, 1));
same<typeof skip, Blueprint<Tensor4D, Tensor4D>>(true);
const listed = sequential(conv2d(8, 3), parallel([identity(), layerNorm()]), sum(), flatten());
same<typeof listed, Blueprint<Tensor4D, Tensor2D>>(true);
const gate = sequential(parallel([dense(4), sequential(dense(4), relu())]), multiply());
same<typeof gate, AnyRank>(true);
const heads = parallel({ digit: dense(10), box: sequential(dense(4), relu()) });
same<typeof heads, AnyRank<{ readonly digit: Same; readonly box: Same }>>(true);
const outputs = build(heads, { input: [3] }).forward(x2, inference());
same<typeof outputs, { readonly digit: Tensor2D; readonly box: Tensor2D }>(true);
const mixed = parallel({ last: lstm(3), all: lstm(3, { returnSequences: true }), same: relu() });
same<typeof mixed, Blueprint<Tensor3D, { readonly last: Tensor2D; readonly all: Tensor3D; readonly same: Tensor3D }>>(
  true,
);
const any = parallel({ flat: flatten(), image: conv2d(3, 3) });
same<typeof any, Blueprint<Tensor4D, { readonly flat: Tensor2D; readonly image: Tensor4D }>>(true);

// Several inputs.
const words = sequential(embedding(10, 4), flatten());
const two = sequential(inputs({ image: sequential(conv2d(8, 3), flatten()), words }), concatenate(), dense(1));
const twoModel = build(two, { input: { image: [8, 8, 1], words: tokens([4]) } });
same<typeof twoModel, Module<{ readonly image: Tensor4D; readonly words: Tensor2D }, Tensor2D>>(true);
const joined = sequential(concatenate(), dense(1));
joined satisfies Blueprint<Readonly<Record<string, Tensor>> | readonly Tensor[], Tensor>;
const maskedModel = build(masked(sequential(embedding(10, 4), lstm(3))), {
  input: { x: tokens([null]), mask: [null] },
});
same<typeof maskedModel, Module<MaskedInput<Tensor2D>, Tensor2D>>(true);

// Residuals, steps, functions.
const block = () =>
  sequential(
    residual(sequential(layerNorm(), multiHeadAttention({ heads: 4 }))),
    residual(sequential(layerNorm(), dense(512), relu(), dense(128))),
  );
const languageModel = sequential(embedding(100, 128), positionalEmbedding(256), block(), block(), dense(100));
same<typeof languageModel, Blueprint<Tensor2D, Tensor3D>>(true);
const residualMlp = residual(sequential(layerNorm(), dense(4)));
same<typeof residualMlp, AnyRank>(true);
const frames = sequential(timeDistributed(sequential(conv2d(4, 3), flatten())), gru(3));
same<typeof frames, Blueprint<Tensor5D, Tensor2D>>(true);
const swish = lambda((x: Tensor4D) => mul<Tensor4D>(x, 2));
same<typeof swish, Blueprint<Tensor4D, Tensor4D>>(true);

// A hundred layers.
const ten = [dense(1), relu(), dense(1), relu(), dense(1), relu(), dense(1), relu(), dense(1), relu()] as const;
const hundred = sequential(
  conv2d(1, 1),
  ...ten,
  ...ten,
  ...ten,
  ...ten,
  ...ten,
  ...ten,
  ...ten,
  ...ten,
  ...ten,
  ...ten,
  flatten(),
);
same<typeof hundred, Blueprint<Tensor4D, Tensor2D>>(true);

// What does not fit.
// @ts-expect-error features are no images
sequential(flatten(), dense(10), conv2d(16, 5));
// @ts-expect-error nor for pooling
sequential(flatten(), relu(), maxPool2d(2));
// @ts-expect-error the input of the inner one counts
sequential(flatten(), sequential(relu(), conv2d(8, 3)));
// @ts-expect-error the output of the inner one counts
sequential(sequential(conv2d(8, 3), relu()), lstm(3));
// @ts-expect-error rank 3 is no image
sequential(reshape([4, 3]), conv2d(8, 3));
// @ts-expect-error what comes out is features
sequential(conv2d(8, 3), flatten()) satisfies Blueprint<Tensor4D, Tensor4D>;
// @ts-expect-error one state is no sequence
sequential(gru(8), lstm(8));
// @ts-expect-error nor in both directions
sequential(bidirectional(gru(8)), lstm(8));
// @ts-expect-error a cell is no layer
sequential(lstmCell(8));
// @ts-expect-error ids are no tokens
sequential(multiHeadAttention({ heads: 2 }), embedding(100, 8));
// @ts-expect-error one state without returnSequences
simpleRnn(8) satisfies Blueprint<Tensor3D, Tensor3D>;
// @ts-expect-error what goes in does not come out
residual(sequential(conv2d(8, 3), flatten()));
// @ts-expect-error an image and a sequence are not one input
parallel({ a: lstm(3), b: conv2d(3, 3) });
// @ts-expect-error nor in a list
parallel([lstm(3), conv2d(3, 3)]);
// @ts-expect-error a branch takes what comes before
sequential(conv2d(8, 3), parallel({ a: lstm(3), b: relu() }));
// @ts-expect-error a state and all of them do not meet
sequential(parallel({ a: lstm(3), b: lstm(3, { returnSequences: true }) }), concatenate());
// @ts-expect-error one tensor is no list
sequential(conv2d(8, 3), concatenate());
// @ts-expect-error a record is no tensor
sequential(parallel({ a: relu() }), dense(3));
// @ts-expect-error a field is missing
build(two, { input: { image: [8, 8, 1] } });
// @ts-expect-error a field has another rank
build(two, { input: { image: [8, 8], words: tokens([4]) } });
// @ts-expect-error an image has three axes
build(cnn, { input: [28, 28] });

// Options by name.
// @ts-expect-error no such padding
conv2d(8, 3, { padding: 'full' });
// @ts-expect-error no such option
dense(8, { activation: 'relu' });
