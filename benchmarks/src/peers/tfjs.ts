import '@tensorflow/tfjs'; // its gradients and the chained operations that tfjs-layers calls
import { useWasm, type WasmOptions } from '@neurite/backend-wasm';
import { getKernelsForBackend, oneHot, setBackend, type Tensor, train } from '@tensorflow/tfjs-core';
import { mendTfjsWasm } from './mend-tfjs-wasm.js';
import type { Reply, Task } from './protocol.js';
import { serve, type Work } from './serve.js';
import { batchOf, kernelWork, networkOf } from './tfjs-work.js';

/** tfjs-layers on one of three engines: `ours`, tfjs's wasm as it is (`stock`), and `mended`, so that it can train. */
const [engine, threads] = process.argv.slice(2);
await serve(await start(), (task): Work => (task.kind === 'network' ? networkWork(task) : kernelWork(task)));

async function start(): Promise<Reply> {
  if (engine === 'ours') {
    const report = await useWasm({ threads: Number(threads) } as WasmOptions); // see neurite.ts
    return { ready: `tfjs-layers, our wasm: ${report.simd} SIMD, threads: ${report.threads}` };
  }
  await import('@tensorflow/tfjs-backend-wasm');
  await setBackend('wasm');
  const kernels = getKernelsForBackend('wasm').map(({ kernelName }) => kernelName);
  if (engine === 'stock') return { ready: 'tfjs wasm: tfjs-layers on tfjs’s own wasm backend, 1 thread', kernels };
  mendTfjsWasm();
  return { ready: 'tfjs wasm, mended: products transposed first, gradients of convolution and gather composed' };
}

function networkWork(task: Extract<Task, { kind: 'network' }>): Work {
  const network = networkOf(task);
  const { x, labels } = batchOf(network);
  const model = network.peer();
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
  return {
    run: async () => {
      await model.trainOnBatch(x, y);
    },
    close: () => void model.dispose(),
  };
}
