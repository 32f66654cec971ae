import { useWasm, wasmKernels } from '@neurite/backend-wasm';
import {
  type Blueprint,
  build,
  eagerClock,
  inference,
  type NamedTensors,
  RandomStream,
  stepInput,
} from '@neurite/core';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createTrainStep, disposeState, initialState } from '@neurite/training';
import { abs, dispose, mean, type Tensor, type Tensor2D, tensor, tidy } from '@tensorflow/tfjs-core';
import { ourLayer, setFirstValues } from '../layers/our-layer.js';
import { inputOf } from '../networks/network.js';
import { kernelValues } from '../networks/values.js';
import type { Task } from './protocol.js';
import { serve, training, type Work } from './serve.js';
import { batchOf, kernelWork, layerOf, networkOf } from './tfjs-work.js';

await serve(async ([threads, paths]) => {
  const report = await useWasm({ threads: Number(threads), ...(paths === undefined ? {} : { paths }) });
  const { own, fallback } = wasmKernels();
  return {
    hello: { ready: `neurite: ${report}`, kernels: [...own, ...fallback], borrowed: fallback },
    open: (task) => {
      if (task.kind === 'optimizer') return optimizerWork(task);
      if (task.kind === 'layer') return ourLayer(layerOf(task));
      return task.kind === 'network' ? networkWork(task) : kernelWork(task);
    },
  };
});

function optimizerWork({ size }: Extract<Task, { kind: 'optimizer' }>): Work {
  const shape = [size, size];
  const gradients = { kernel: tensor(kernelValues(shape, 1), shape) };
  const optimizer = adam({ learningRate: 1e-3 });
  let parameters: NamedTensors = { kernel: tensor(kernelValues(shape, 0), shape) };
  let state = optimizer.init(parameters);
  let steps = 0;
  const none = undefined as never; // Adam reads neither the loss nor another pass
  return training(
    async () => {
      const input = { state, parameters, clock: eagerClock(steps), loss: none, evaluate: none };
      const next = tidy(() => optimizer.apply!(gradients, input));
      dispose([parameters, state]);
      ({ parameters, state } = next);
      // The weights of later steps are not compared.
      if (++steps > 3) return 0;
      return tidy(() => mean(abs(parameters.kernel!))).dataSync()[0]!;
    },
    () => dispose([parameters, state, gradients]),
  );
}

function networkWork(task: Extract<Task, { kind: 'network' }>): Work {
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
