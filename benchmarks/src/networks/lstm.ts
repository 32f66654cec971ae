import { dense, lstm as lstmLayer, sequential } from '@neurite/layers';
import { layers, sequential as peerSequential } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';

/** Large enough that products take all of the time. */
export const wideLstm: Network = {
  key: 'wide-lstm',
  name: 'LSTM 256 units × 50 steps of 8, dense 10, batch 32',
  inputShape: [50, 8],
  classes: 10,
  batch: 32,
  products: 50 * (8 + 256) * 4 * 256 + 256 * 10,
  firstProducts: 50 * 8 * 4 * 256,
  ours: sequential(lstmLayer(256), dense(10)),
  peer: () =>
    peerSequential({
      layers: [
        layers.lstm({ units: 256, inputShape: [50, 8], recurrentActivation: 'sigmoid' }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};

export const lstm: Network = {
  key: 'lstm',
  name: 'LSTM 64 units × 30 steps of 8, dense 10, batch 64',
  inputShape: [30, 8],
  classes: 10,
  batch: 64,
  products: 30 * (8 + 64) * 4 * 64 + 64 * 10,
  firstProducts: 30 * 8 * 4 * 64,
  ours: sequential(lstmLayer(64), dense(10)),
  peer: () =>
    peerSequential({
      layers: [
        layers.lstm({ units: 64, inputShape: [30, 8], recurrentActivation: 'sigmoid' }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};
