import type { Blueprint, Shape } from '@neurite/core';
import { conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import { layers, type Sequential as PeerModel, sequential as peerSequential } from '@tensorflow/tfjs-layers';

/** One network, written once for each library; the weights differ, the work does not. */
export type Network = {
  readonly name: string;
  readonly inputShape: Shape;
  readonly classes: number;
  readonly batch: number;
  readonly ours: Blueprint<never, Tensor2D>;
  readonly peer: () => PeerModel;
};

const mlp: Network = {
  name: 'MLP 784-512-512-10, batch 128',
  inputShape: [784],
  classes: 10,
  batch: 128,
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

const cnn: Network = {
  name: 'CNN 3×3×32, 3×3×64, pool, dense 128, batch 64',
  inputShape: [28, 28, 1],
  classes: 10,
  batch: 64,
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

/** The network of the digits app. */
const digits: Network = {
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

export const networks: readonly Network[] = [mlp, cnn, digits];
