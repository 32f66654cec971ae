import { type Blueprint, build, inference, RandomStream, stepInput } from '@neurite/core';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createTrainStep, disposeState, initialState } from '@neurite/training';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { setFirstValues } from '../layers/our-layer.js';
import { inputOf } from '../networks/network.js';
import type { Task } from './protocol.js';
import { training, type Work } from './serve.js';
import { batchOf, networkOf } from './tfjs-work.js';

/** A network of our layers on the running engine: its train step, or its output alone. */
export function networkWork(task: Extract<Task, { kind: 'network' }>): Work {
  const network = networkOf(task);
  const { x, labels: y } = batchOf(network);
  const model = build(network.ours as Blueprint<Tensor, Tensor2D>, { input: inputOf(network) });
  setFirstValues(model);
  const close = (): void => {
    model.dispose();
    x.dispose();
    y.dispose();
  };
  if (task.mode === 'forward') {
    return {
      run: async () => {
        const output = model.forward(x, inference());
        await output.data();
        output.dispose();
      },
      close,
    };
  }
  const optimizer = adam({ learningRate: 1e-3 });
  const step = createTrainStep(model, { loss: softmaxCrossEntropy, optimizer });
  const random = RandomStream.fromSeed(2);
  let state = initialState(model, optimizer);
  return training(
    async () => {
      const next = step(state, { x, y }, stepInput(random, state));
      disposeState(state);
      state = next.state;
      const [loss] = await next.loss.data();
      next.loss.dispose();
      return loss!;
    },
    () => {
      disposeState(state);
      close();
    },
  );
}
