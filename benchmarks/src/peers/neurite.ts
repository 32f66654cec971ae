import { useWasm, type WasmOptions, wasmKernels } from '@neurite/backend-wasm';
import { build, inference, RandomStream } from '@neurite/core';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { createTrainStep, disposeState, initialState } from '@neurite/training';
import type { Task } from './protocol.js';
import { serve, type Work } from './serve.js';
import { batchOf, kernelWork, networkOf } from './tfjs-work.js';

const threads = Number(process.argv[2]);
// An engine without the option runs on one thread, and its report says so.
const report = await useWasm({ threads } as WasmOptions);
const { own, fallback } = wasmKernels();
await serve(
  { ready: `neurite: ${report}`, kernels: [...own, ...fallback], borrowed: fallback },
  (task): Work => (task.kind === 'network' ? networkWork(task) : kernelWork(task)),
);

function networkWork(task: Extract<Task, { kind: 'network' }>): Work {
  const network = networkOf(task);
  const { x, labels: y } = batchOf(network);
  const model = build(network.ours, { inputShape: network.inputShape });
  const close = (): void => {
    model.dispose();
    x.dispose();
    y.dispose();
  };
  if (task.mode === 'forward') {
    return {
      run: async () => {
        const output = model.forward(x as never, inference()); // x has the network's shape
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
  return {
    run: async () => {
      const next = step(state, { x: x as never, y }, random.child(`step ${state.step}`)); // x has the network's shape
      disposeState(state);
      state = next.state;
      await next.loss.data();
      next.loss.dispose();
    },
    close: () => {
      disposeState(state);
      close();
    },
  };
}
