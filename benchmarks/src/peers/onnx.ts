import { RandomStream } from '@neurite/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { onnxNetworks } from '../onnx/networks.js';
import type { Task } from './protocol.js';
import { serve, type Work } from './serve.js';

const threads = Number(process.argv[2]);
await serve({ ready: `onnxruntime: its CPU provider, a step as one graph, threads: ${threads}` }, open);

type Feeds = Record<string, Tensor>;

async function open(task: Task): Promise<Work> {
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
  const { batch, inputShape, parameters } = network;
  const random = RandomStream.fromSeed(1);
  const draw = (shape: readonly number[], limit: number): Tensor =>
    new Tensor('float32', random.uniforms(sizeOf(shape), -limit, limit), shape);
  const x = draw([batch, ...inputShape], 1);
  let state: Feeds = {};
  for (const [name, shape] of Object.entries(parameters)) state[name] = draw(shape, limitOf(shape));
  if (task.mode === 'forward') {
    return {
      run: async () => {
        await session.run({ x, ...state });
      },
      close: () => void session.release(),
    };
  }
  for (const [name, shape] of Object.entries(parameters)) {
    for (const moment of ['m', 'v']) state[`${moment}_${name}`] = draw(shape, 0);
  }
  const y = new Tensor(
    'float32',
    Float32Array.from({ length: batch * 10 }, (_, i) => Number(i % 10 === 3)),
    [batch, 10],
  );
  // Two sets of buffers in turn, so that nothing is allocated in a step.
  let next: Feeds = Object.fromEntries(
    Object.entries(state).map(([name, { dims }]) => [
      name,
      new Tensor('float32', new Float32Array(sizeOf(dims)), dims),
    ]),
  );
  const loss = new Tensor('float32', new Float32Array(1), []);
  let count = 0;
  return {
    run: async () => {
      count++;
      const rate = new Tensor(
        'float32',
        Float32Array.of((1e-3 * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count)),
        [],
      );
      const fetches = Object.fromEntries(Object.entries(next).map(([name, tensor]) => [`next_${name}`, tensor]));
      await session.run({ x, y, rate, ...state }, { ...fetches, loss });
      [state, next] = [next, state];
    },
    close: () => void session.release(),
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Of the first weights, so that activations keep their size: √(3 / inputs); biases begin at 0. */
function limitOf(shape: readonly number[]): number {
  if (shape.length === 1) return 0;
  return Math.sqrt(3 / (shape.length === 2 ? shape[0]! : sizeOf(shape.slice(1))));
}
