import { dense, relu, sequential } from '@neurite/layers';
import { layers, sequential as peerSequential } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';

/** Large enough that products take all of the time. */
export const wideMlp: Network = {
  key: 'wide-mlp',
  name: 'MLP 1024-2048-2048-10, batch 256',
  inputShape: [1024],
  classes: 10,
  batch: 256,
  products: 1024 * 2048 + 2048 * 2048 + 2048 * 10,
  firstProducts: 1024 * 2048,
  ours: sequential(dense(2048), relu(), dense(2048), relu(), dense(10)),
  peer: () =>
    peerSequential({
      layers: [
        layers.dense({ units: 2048, activation: 'relu', inputShape: [1024] }),
        layers.dense({ units: 2048, activation: 'relu' }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};

export const mlp: Network = {
  key: 'mlp',
  name: 'MLP 784-512-512-10, batch 128',
  inputShape: [784],
  classes: 10,
  batch: 128,
  products: 784 * 512 + 512 * 512 + 512 * 10,
  firstProducts: 784 * 512,
  ours: sequential(dense(512), relu(), dense(512), relu(), dense(10)),
  peer: () =>
    peerSequential({
      layers: [
        layers.dense({ units: 512, activation: 'relu', inputShape: [784] }),
        layers.dense({ units: 512, activation: 'relu' }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};
