import { type Blueprint, build } from '@neurite/core';
import type { Tensor, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';
import {
  averagePool2d,
  batchNorm,
  conv2d,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePool2d,
  groupNorm,
  gru,
  type LstmOptions,
  layerNorm,
  lstm,
  maxPool2d,
  multiHeadAttention,
  positionalEmbedding,
  relu,
  reshape,
  rmsNorm,
  sequential,
  simpleRnn,
} from '../src/index.js';

// What fits, with the types that come out.
sequential(conv2d(16, 5), relu(), maxPool2d(2), flatten(), dense(10)) satisfies Blueprint<Tensor4D, Tensor2D>;
sequential(conv2d(16, 5), batchNorm(), globalAveragePool2d(), dropout(0.5), dense(10)) satisfies Blueprint<
  Tensor4D,
  Tensor2D
>;
sequential(relu(), dense(3)) satisfies Blueprint<Tensor2D, Tensor2D>;
sequential(relu(), dropout(0.1)) satisfies Blueprint<Tensor, Tensor>;
sequential(sequential(conv2d(8, 3), relu()), flatten(), sequential(dense(3))) satisfies Blueprint<Tensor4D, Tensor2D>;
sequential(dense(12), reshape([2, 2, 3]), averagePool2d(2)) satisfies Blueprint<Tensor2D, Tensor4D>;
sequential(dense(12), reshape([4, 3])) satisfies Blueprint<Tensor2D, Tensor3D>;
build(sequential(dense(12)), { inputShape: [3] }).forward satisfies (x: Tensor2D, context: never) => Tensor2D;

// A recurrent layer gives one state or all of them, and the compiler knows which.
lstm(8) satisfies Blueprint<Tensor3D, Tensor2D>;
lstm(8, { returnSequences: false }) satisfies Blueprint<Tensor3D, Tensor2D>;
lstm(8, { returnSequences: true }) satisfies Blueprint<Tensor3D, Tensor3D>;
sequential(gru(8, { returnSequences: true }), relu(), simpleRnn(8), dense(1)) satisfies Blueprint<Tensor3D, Tensor2D>;
sequential(embedding(100, 8), layerNorm(), lstm(8), dense(1)) satisfies Blueprint<Tensor2D, Tensor2D>;
sequential(embedding(100, 8), positionalEmbedding(16), multiHeadAttention({ heads: 2 }), rmsNorm()) satisfies Blueprint<
  Tensor2D,
  Tensor3D
>;
sequential(conv2d(8, 3), groupNorm(4), flatten(), dense(1)) satisfies Blueprint<Tensor4D, Tensor2D>;
const options: LstmOptions = { returnSequences: true };
lstm(8, options) satisfies Blueprint<Tensor3D, Tensor>;
sequential(lstm(8, options), dense(1)) satisfies Blueprint<Tensor3D, Tensor2D>;

// A rank that only shows at run time is let through, and checked there.
const shape: readonly number[] = [12];
sequential(dense(12), reshape(shape), dense(3)) satisfies Blueprint<Tensor2D, Tensor2D>;
const many: readonly ReturnType<typeof relu>[] = [relu(), relu()];
sequential(...many) satisfies Blueprint<Tensor, Tensor>;

// What does not fit.
// @ts-expect-error images do not go into a dense layer
sequential(conv2d(16, 5), dense(10));
// @ts-expect-error not through an activation either
sequential(conv2d(16, 5), relu(), dropout(0.5), dense(10));
// @ts-expect-error features are no images
sequential(flatten(), dense(10), conv2d(16, 5));
// @ts-expect-error nor for pooling
sequential(dense(10), relu(), maxPool2d(2));
// @ts-expect-error the output of the inner one counts
sequential(sequential(conv2d(8, 3), relu()), dense(3));
// @ts-expect-error the input of the inner one counts
sequential(dense(3), sequential(relu(), conv2d(8, 3)));
// @ts-expect-error rank 3 is no image
sequential(dense(12), reshape([4, 3]), conv2d(8, 3));
// @ts-expect-error what comes out is features
sequential(conv2d(8, 3), flatten()) satisfies Blueprint<Tensor4D, Tensor4D>;
// @ts-expect-error one state is no sequence
sequential(gru(8), lstm(8));
// @ts-expect-error nor all of them features
sequential(gru(8, { returnSequences: true }), dense(1));
// @ts-expect-error one row for each id is no sample of features
sequential(embedding(100, 8), dense(1));
// @ts-expect-error ids are no tokens
sequential(multiHeadAttention({ heads: 2 }), embedding(100, 8));
// @ts-expect-error tokens are no sample of features
sequential(multiHeadAttention({ heads: 2 }), dense(1));
// @ts-expect-error one state without returnSequences
simpleRnn(8) satisfies Blueprint<Tensor3D, Tensor3D>;

// Options by name.
// @ts-expect-error no such padding
conv2d(8, 3, { padding: 'full' });
// @ts-expect-error no such option
dense(8, { activation: 'relu' });
