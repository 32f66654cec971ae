import { InferenceSession, Tensor } from 'onnxruntime-node';
import { channelsFirst } from '../networks/channels-first.js';
import { batchValues, oneHotLabels } from '../networks/values.js';
import { onnxNetworks } from '../onnx/networks.js';
import type { Task } from './protocol.js';
import { serve, training, type Work } from './serve.js';

await serve(async ([threads]) => ({
  hello: { ready: `onnxruntime: its CPU provider, a step as one graph, threads: ${threads}` },
  open: (task) => open(task, Number(threads)),
}));

type Feeds = Record<string, Tensor>;

async function open(task: Task, threads: number): Promise<Work> {
  const network = task.kind === 'network' ? onnxNetworks[task.network] : undefined;
  if (network === undefined || task.kind !== 'network') throw new RangeError('not written for it');
  const session = await InferenceSession.create(network.encode(task.mode), {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    // Without it moments that fade out cost five times the step.
    extra: { session: { set_denormal_as_zero: '1' } },
  });
  const { batch, inputShape } = network;
  const first = channelsFirst(task.network);
  const x = new Tensor('float32', batchValues([batch, ...inputShape]) as Float32Array, [batch, ...inputShape]); // no words
  let state: Feeds = {};
  for (const { name, shape, values } of first) state[name] = new Tensor('float32', values, shape);
  if (task.mode === 'forward') {
    return {
      run: async () => {
        await session.run({ x, ...state });
      },
      close: () => void session.release(),
    };
  }
  for (const { name, shape, values } of first) {
    for (const moment of ['m', 'v']) {
      state[`${moment}_${name}`] = new Tensor('float32', new Float32Array(values.length), shape);
    }
  }
  const y = new Tensor('float32', oneHotLabels(batch), [batch, 10]);
  // Two sets of buffers that alternate, so that nothing is allocated in a step.
  let next: Feeds = Object.fromEntries(
    Object.entries(state).map(([name, { dims }]) => [
      name,
      new Tensor('float32', new Float32Array(sizeOf(dims)), dims),
    ]),
  );
  const loss = new Tensor('float32', new Float32Array(1), []);
  let count = 0;
  return training(
    async () => {
      count++;
      const rate = new Tensor(
        'float32',
        Float32Array.of((1e-3 * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count)),
        [],
      );
      const fetches = Object.fromEntries(Object.entries(next).map(([name, tensor]) => [`next_${name}`, tensor]));
      await session.run({ x, y, rate, ...state }, { ...fetches, loss });
      [state, next] = [next, state];
      return loss.data[0] as number; // of float32
    },
    () => void session.release(),
  );
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}
