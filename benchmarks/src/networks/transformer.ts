import {
  type Blueprint,
  type Context,
  glorotUniform,
  Module,
  Parameter,
  type RandomStream,
  spec,
  tensorInput,
} from '@neurite/core';
import { dense, type LayerNorm, layerNorm, sequential } from '@neurite/layers';
import { fusedAttention, fusedDense } from '@neurite/ops';
import {
  add,
  mean,
  reshape,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  tidy,
  transpose,
  unstack,
  zeros,
} from '@tensorflow/tfjs-core';
import { layers, sequential as peerSequential } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';
import { PeerEncoder } from './peer-encoder.js';

const DIMENSION = 128;
const HEADS = 4;
const TOKENS = 64;
const HIDDEN = 512;

/** One product for each token: x · kernel + bias, [batch, time, in] to [batch, time, out]. */
class TokenDense extends Module<Tensor3D, Tensor3D> {
  readonly kernel: Parameter<Tensor2D>;
  readonly bias: Parameter<Tensor1D>;

  constructor(features: number, units: number, random: RandomStream) {
    super();
    this.kernel = new Parameter(glorotUniform()([features, units], random) as Tensor2D); // of this shape
    this.bias = new Parameter(zeros([units]) as Tensor1D); // of this shape
  }

  override forward(x: Tensor3D): Tensor3D {
    return this.forwardWith(x, 'linear');
  }

  forwardWith(x: Tensor3D, activation: 'linear' | 'relu'): Tensor3D {
    const [batch, time, features] = x.shape;
    const rows = reshape(x, [batch * time, features]) as Tensor2D; // of this shape
    const y = fusedDense({ x: rows, kernel: this.kernel.value, bias: this.bias.value }, { activation });
    return reshape(y, [batch, time, this.bias.shape[0]!]);
  }
}

/** Self-attention and two dense layers, each added to its input and normalized, as in PyTorch's TransformerEncoderLayer. */
class EncoderLayer extends Module<Tensor3D, Tensor3D> {
  readonly queryKeyValue: TokenDense;
  readonly output: TokenDense;
  readonly hidden: TokenDense;
  readonly back: TokenDense;
  readonly firstNorm: LayerNorm<Tensor3D>;
  readonly secondNorm: LayerNorm<Tensor3D>;

  constructor(random: RandomStream) {
    super();
    this.queryKeyValue = new TokenDense(DIMENSION, 3 * DIMENSION, random.child('queryKeyValue'));
    this.output = new TokenDense(DIMENSION, DIMENSION, random.child('output'));
    this.hidden = new TokenDense(DIMENSION, HIDDEN, random.child('hidden'));
    this.back = new TokenDense(HIDDEN, DIMENSION, random.child('back'));
    const norm = (name: string): LayerNorm<Tensor3D> =>
      layerNorm().build<Tensor3D>(spec([TOKENS, DIMENSION]), {
        random: random.child(name),
        shared: new Map(),
      }) as LayerNorm<Tensor3D>; // what layerNorm builds
    this.firstNorm = norm('firstNorm');
    this.secondNorm = norm('secondNorm');
  }

  override forward(x: Tensor3D, _context: Context): Tensor3D {
    return tidy(() => {
      const attended = this.firstNorm.forward(add(x, this.output.forward(this.#attend(x))));
      const hidden = this.hidden.forwardWith(attended, 'relu');
      return this.secondNorm.forward(add(attended, this.back.forward(hidden)));
    });
  }

  #attend(x: Tensor3D): Tensor3D {
    const [batch, time] = x.shape;
    const size = DIMENSION / HEADS;
    const all = transpose(reshape(this.queryKeyValue.forward(x), [batch, time, 3, HEADS, size]), [2, 0, 3, 1, 4]);
    const [query, key, value] = unstack(all) as [Tensor, Tensor, Tensor]; // of three
    const attended = fusedAttention({ query, key, value });
    return reshape(transpose(attended, [0, 2, 1, 3]), [batch, time, DIMENSION]);
  }
}

const encoderLayer: Blueprint<Tensor3D, Tensor3D> = {
  name: 'encoderLayer',
  outputSpec: (input) => input,
  build: (_, { random }) => new EncoderLayer(random),
};

class MeanOverTime extends Module<Tensor3D, Tensor2D> {
  override forward(x: Tensor3D): Tensor2D {
    return mean<Tensor2D>(x, 1);
  }
}

const meanOverTime: Blueprint<Tensor3D, Tensor2D> = {
  name: 'meanOverTime',
  outputSpec: (input) => spec([tensorInput('meanOverTime', input, { axes: ['time', 'features'] }).shape[1]!]),
  build: () => new MeanOverTime(),
};

export const transformer: Network = {
  key: 'transformer',
  name: 'transformer 2 layers × 128, 4 heads, 64 tokens, batch 16',
  inputShape: [TOKENS, DIMENSION],
  classes: 10,
  batch: 16,
  // Four products of each token with kernels, and two with all tokens of its sequence.
  products: 2 * TOKENS * (4 * DIMENSION ** 2 + 2 * DIMENSION * HIDDEN + 2 * TOKENS * DIMENSION) + DIMENSION * 10,
  firstProducts: TOKENS * DIMENSION * 3 * DIMENSION,
  ours: sequential(encoderLayer, encoderLayer, meanOverTime, dense(10)),
  peer: () =>
    peerSequential({
      layers: [
        new PeerEncoder({
          dimension: DIMENSION,
          heads: HEADS,
          hidden: HIDDEN,
          inputShape: [TOKENS, DIMENSION],
          name: 'encoder1',
        }),
        new PeerEncoder({ dimension: DIMENSION, heads: HEADS, hidden: HIDDEN, name: 'encoder2' }),
        layers.globalAveragePooling1d({}),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};
