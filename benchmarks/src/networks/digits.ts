import { conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import { layers, sequential as peerSequential } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';

/** The network of the digits app. */
export const digits: Network = {
  key: 'digits',
  name: 'digits: 5×5×16, pool, 3×3×32, pool, dropout, batch 64',
  inputShape: [28, 28, 1],
  classes: 10,
  batch: 64,
  ours: sequential(
    conv2d(16, 5),
    relu(),
    maxPool2d(2),
    conv2d(32, 3),
    relu(),
    maxPool2d(2),
    flatten(),
    dropout(0.3),
    dense(10),
  ),
  peer: () =>
    peerSequential({
      layers: [
        layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu', inputShape: [28, 28, 1] }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dropout({ rate: 0.3 }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};
