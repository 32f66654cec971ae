import { useWasm } from '@neurite/backend-wasm';
import { type Blueprint, build, RandomStream, stepInput } from '@neurite/core';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createTrainStep, disposeState, initialState } from '@neurite/training';
import { oneHot, type Tensor, type Tensor2D, train } from '@tensorflow/tfjs-core';
import type { Contender } from '../measure.js';
import { trainNetworks } from '../networks/index.js';
import { inputOf, type Network } from '../networks/network.js';
import { batchOf } from '../peers/tfjs-work.js';
import type { Suite } from '../suite.js';

const LEARNING_RATE = 1e-3;

/** One train step (forward, loss, gradients, Adam, the loss read) against tfjs-layers, on one backend in one process. */
export const trainSuite: Suite = {
  name: 'train',
  description: 'a train step with Adam, against tfjs-layers on the same backend',
  open: async () => ({
    notes: [String(await useWasm())],
    packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'],
    cases: trainNetworks.map((network) => ({
      name: network.name,
      open: () => {
        const { x, labels } = batchOf(network);
        return { contenders: [ours(network, x, labels), peer(network, x, labels)] };
      },
    })),
  }),
};

function ours(network: Network, x: Tensor, y: Tensor): Contender {
  const model = build(network.ours as Blueprint<Tensor, Tensor2D>, { input: inputOf(network) });
  const optimizer = adam({ learningRate: LEARNING_RATE });
  const step = createTrainStep(model, { loss: softmaxCrossEntropy, optimizer });
  const random = RandomStream.fromSeed(2);
  let state = initialState(model, optimizer);
  return {
    name: 'neurite',
    run: async () => {
      const next = step(state, { x, y }, stepInput(random, state));
      disposeState(state);
      state = next.state;
      await next.loss.data();
      next.loss.dispose();
    },
  };
}

function peer(network: Network, x: Tensor, labels: Tensor): Contender {
  const model = network.peer();
  model.compile({ loss: 'categoricalCrossentropy', optimizer: train.adam(LEARNING_RATE) });
  const y = oneHot(labels as never, network.classes); // labels have rank 1
  return {
    name: 'tfjs-layers',
    run: async () => {
      await model.trainOnBatch(x, y);
    },
  };
}
