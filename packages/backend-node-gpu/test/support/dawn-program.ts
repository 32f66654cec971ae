import { build, type Callback, copyToHost, hostArray, stateDict } from '@neurite/core';
import { dense, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit } from '@neurite/training';
import { resilient } from '@neurite/training-worker';
import { backend, fill, getBackend, getKernel, memory, square, zeros } from '@tensorflow/tfjs-core';
import { nodeGpuEngine, useNodeGpu } from '../../src/index.js';

/** What tests of Dawn start as processes of their own. */

const [mode, amount = '5'] = process.argv.slice(2);

function say(fact: object): void {
  process.stdout.write(`${JSON.stringify(fact)}\n`);
}

function newModel() {
  return build(sequential(dense(6), relu(), dense(3)), { input: [4], seed: 7 });
}

/** The part of tfjs's backend, version 4.22, that is read here. */
type Dawn = { readonly bufferManager: { readonly numUsedBuffers: number; readonly numBytesAllocated: number } };

type Options = { readonly epochs: number; readonly callbacks?: readonly Callback[] };

/** Five batches. */
const data = Array.from({ length: 5 }, (_, batch) => ({
  x: hostArray(
    Float32Array.from({ length: 32 }, (_, i) => Math.sin(i + 8 * batch)),
    [8, 4],
  ),
  y: hostArray(
    Int32Array.from({ length: 8 }, (_, i) => (i * batch) % 3),
    [8],
  ),
}));

function train(model: ReturnType<typeof newModel>, { epochs, callbacks = [] }: Options) {
  const optimizer = adam({ learningRate: 0.05 });
  return fit(model, data, { epochs, loss: softmaxCrossEntropy, optimizer, callbacks: [...callbacks], seed: 3 });
}

async function weightsAfter(epochs: number): Promise<number[]> {
  using model = newModel();
  await train(model, { epochs });
  return Object.values(await copyToHost(stateDict(model))).flatMap(({ data }) => [...data]);
}

const report = await useNodeGpu({ prefer: 'webgpu', strict: true });

const modes: Readonly<Record<string, () => Promise<void>>> = {
  /** Trains here and on wasm, and ends by itself. */
  train: async () => {
    const before = memory().numTensors;
    const dawn = await weightsAfter(2);
    const left = memory().numTensors - before;
    const fused = ['ElementwiseStep', 'SoftmaxCrossEntropy'].every((name) => getKernel(name, 'webgpu') !== undefined);
    await useNodeGpu({ prefer: 'wasm' });
    say({ report: `${report}`, dawn, wasm: await weightsAfter(2), left, fused });
  },
  /** Loses the device, goes on elsewhere, and leaves with process.exit while a tensor is read. */
  lost: async () => {
    using model = newModel();
    const lose: Callback = {
      name: 'lose',
      checkpoint: (run, point) => {
        if (point !== 'step' || run.step !== 3) return;
        (backend() as unknown as { readonly device: { destroy(): void } }).device.destroy(); // of Dawn
      },
    };
    await resilient(model, (survival) => train(model, { epochs: 2, callbacks: [survival, lose] }), {
      engine: nodeGpuEngine,
      onMove: ({ loss, step, report }) => say({ loss, step, report: `${report}` }),
    });
    const found = Object.values(await copyToHost(stateDict(model))).flatMap(({ data }) => [...data]);
    say({ engine: getBackend(), found, wasm: await weightsAfter(2) });
    void zeros([4, 4]).data();
    process.exit(7);
  },
  /** A tensor that does not fit, which ends the program. */
  large: async () => {
    await fill([2 ** 16, 2 ** 16], 3).data();
  },
  /** Computes until it is ended. */
  wait: async () => {
    const x = fill([64], 3);
    for (;;) {
      const y = square(x);
      say({ value: (await y.data())[0] });
      y.dispose();
    }
  },
  /** Trains so many epochs of five steps, and says what is held after each hundredth part. */
  steps: async () => {
    using model = newModel();
    const epochs = Number(amount);
    let epoch = 0;
    const tell: Callback = {
      name: 'tell',
      epochEnd: () => {
        if (++epoch % Math.ceil(epochs / 20) !== 0) return;
        globalThis.gc?.();
        const { heapUsed, external, rss } = process.memoryUsage();
        const { numUsedBuffers, numBytesAllocated } = (backend() as unknown as Dawn).bufferManager;
        say({
          epoch,
          tensors: memory().numTensors,
          bytes: memory().numBytes,
          heapUsed,
          external,
          rss,
          numUsedBuffers,
          numBytesAllocated,
        });
      },
    };
    await train(model, { epochs, callbacks: [tell] });
  },
};

await modes[mode!]!();
