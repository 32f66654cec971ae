import { dense, embedding, gru as gruLayer, sequential } from '@neurite/layers';
import { layers, sequential as peerSequential } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';

/** tfjs-layers has only the reset gate before the product with the state; the number of products is the same. */
export const gru: Network = {
  key: 'gru',
  name: 'GRU 64 units × 30 steps of embeddings, dense 10, batch 64',
  inputShape: [30],
  classes: 10,
  batch: 64,
  products: 30 * (64 + 64) * 3 * 64 + 64 * 10,
  firstProducts: 0,
  vocabulary: 1000,
  ours: sequential(embedding(1000, 64), gruLayer(64), dense(10)),
  peer: () =>
    peerSequential({
      layers: [
        layers.embedding({ inputDim: 1000, outputDim: 64, inputLength: 30 }),
        layers.gru({ units: 64, recurrentActivation: 'sigmoid' }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};
