import { useWasm, wasmKernels } from '@neurite/backend-wasm';
import { eagerClock, type NamedTensors } from '@neurite/core';
import { adam } from '@neurite/optimizers';
import { abs, dispose, mean, tensor, tidy } from '@tensorflow/tfjs-core';
import { ourLayer } from '../layers/our-layer.js';
import { kernelValues } from '../networks/values.js';
import { networkWork } from './our-network.js';
import type { Task } from './protocol.js';
import { serve, training, type Work } from './serve.js';
import { kernelWork, layerOf } from './tfjs-work.js';

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
