import '@tensorflow/tfjs'; // its gradients and the chained operations that tfjs-layers calls
import { useWasm } from '@neurite/backend-wasm';
import { getKernelsForBackend, oneHot, setBackend, type Tensor, tensor, train } from '@tensorflow/tfjs-core';
import { tfjsLayer } from '../layers/tfjs-layer.js';
import { firstValues } from '../networks/values.js';
import { mendTfjsWasm } from './mend-tfjs-wasm.js';
import type { Reply, Task } from './protocol.js';
import { serve, training, type Work } from './serve.js';
import { batchOf, kernelWork, layerOf, networkOf } from './tfjs-work.js';

/** tfjs-layers on one of three engines: `ours`, tfjs's wasm as it is (`stock`), and `mended`, so that it can train. */
await serve(async ([engine, threads, paths]) => ({
  hello: await start(engine, Number(threads), paths),
  open: (task) => {
    if (task.kind === 'layer') return tfjsLayer(layerOf(task));
    return task.kind === 'network' ? networkWork(task) : kernelWork(task);
  },
}));

async function start(engine: string | undefined, threads: number, paths: string | undefined): Promise<Reply> {
  if (engine === 'ours') {
    const report = await useWasm({ threads, ...(paths === undefined ? {} : { paths }) });
    return { ready: `tfjs-layers, our wasm: ${report.simd} SIMD, threads: ${report.threads}` };
  }
  const { getThreadsCount, setThreadsCount, setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  // In Node there is no build of it with threads.
  if (paths !== undefined) {
    setWasmPaths(paths);
    setThreadsCount(threads);
  }
  await setBackend('wasm');
  const count = paths === undefined ? 1 : getThreadsCount();
  const kernels = getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
  if (engine === 'stock')
    return { ready: `tfjs wasm: tfjs-layers on tfjs’s own wasm backend, threads: ${count}`, kernels };
  mendTfjsWasm();
  return {
    ready: `tfjs wasm, mended: products transposed first, gradients of convolution and gather composed, threads: ${count}`,
  };
}

function networkWork(task: Extract<Task, { kind: 'network' }>): Work {
  const network = networkOf(task);
  const { x, labels } = batchOf(network);
  const model = network.peer();
  const weights = model.weights.map(({ name, shape }) => [name, shape as number[]] as const);
  model.setWeights(Array.from(firstValues(weights), ([, shape, values]) => tensor(values, [...shape])));
  if (task.mode === 'forward') {
    return {
      run: async () => {
        const output = model.predictOnBatch(x) as Tensor; // one output
        await output.data();
        output.dispose();
      },
      close: () => void model.dispose(),
    };
  }
  model.compile({ loss: 'categoricalCrossentropy', optimizer: train.adam(1e-3) });
  const y = oneHot(labels as never, network.classes); // labels have rank 1
  return training(
    async () => (await model.trainOnBatch(x, y)) as number, // one loss, no metrics
    () => void model.dispose(),
  );
}
