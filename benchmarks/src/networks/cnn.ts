import { conv2d, dense, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import { layers, sequential as peerSequential } from '@tensorflow/tfjs-layers';
import type { Network } from './network.js';

export const cnn: Network = {
  key: 'cnn',
  name: 'CNN 3×3×32, 3×3×64, pool, dense 128, batch 64',
  inputShape: [28, 28, 1],
  classes: 10,
  batch: 64,
  products: 26 ** 2 * 9 * 32 + 24 ** 2 * 9 * 32 * 64 + 9216 * 128 + 128 * 10,
  firstProducts: 26 ** 2 * 9 * 32,
  ours: sequential(
    conv2d(32, 3),
    relu(),
    conv2d(64, 3),
    relu(),
    maxPool2d(2),
    flatten(),
    dense(128),
    relu(),
    dense(10),
  ),
  peer: () =>
    peerSequential({
      layers: [
        layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
        layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 128, activation: 'relu' }),
        layers.dense({ units: 10, activation: 'softmax' }),
      ],
    }),
};
