import { blockUntilReady, defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { channelsFirst } from '../networks/channels-first.js';
import { batchValues, labelValues } from '../networks/values.js';
import type { Task } from './protocol.js';
import { serve, training, type Work } from './serve.js';

// jax-js counts references: a function takes its arguments over, and `x.ref` is one more reference to x.
type Parameters = { [name: string]: np.Array };
type Network = {
  readonly batch: number;
  readonly inputShape: readonly number[];
  /** Consumes both. */
  readonly logits: (parameters: Parameters, x: np.Array) => np.Array;
};

const CLASSES = 10;
const dense = (x: np.Array, kernel: np.Array, bias: np.Array): np.Array => np.matmul(x, kernel).add(bias);
const convolution = (x: np.Array, kernel: np.Array, bias: np.Array, filters: number): np.Array =>
  lax.convGeneralDilated(x, kernel, [1, 1], 'VALID').add(bias.reshape([1, filters, 1, 1]));

const networks: Readonly<Record<string, Network>> = {
  mlp: {
    batch: 128,
    inputShape: [784],
    logits: ({ k1, b1, k2, b2, k3, b3 }, x) => dense(nn.relu(dense(nn.relu(dense(x, k1!, b1!)), k2!, b2!)), k3!, b3!),
  },
  cnn: {
    batch: 64,
    inputShape: [1, 28, 28],
    logits: ({ k1, b1, k2, b2, k3, b3, k4, b4 }, x) => {
      const first = nn.relu(convolution(x, k1!, b1!, 32));
      const second = nn.relu(convolution(first, k2!, b2!, 64));
      const pooled = np.max(second.reshape([64, 64, 12, 2, 12, 2]), [3, 5]);
      return dense(nn.relu(dense(pooled.reshape([64, 9216]), k3!, b3!)), k4!, b4!);
    },
  },
};

await serve(async () => {
  await init('wasm');
  defaultDevice('wasm');
  return { hello: { ready: 'jax-js jit: wasm, each step one compiled program' }, open };
});

function open(task: Task): Work {
  const network = task.kind === 'network' ? networks[task.network] : undefined;
  if (network === undefined || task.kind !== 'network') throw new RangeError('not written for it');
  const { batch, inputShape, logits } = network;
  const first = channelsFirst(task.network);
  const filled = (of: (values: Float32Array) => Float32Array): Parameters =>
    Object.fromEntries(first.map(({ name, shape, values }) => [name, np.array(of(values)).reshape([...shape])]));
  const x = np.array(batchValues([batch, ...inputShape]) as Float32Array).reshape([batch, ...inputShape]); // no words
  let parameters = filled((values) => values);
  if (task.mode === 'forward') {
    const forward = jit(logits);
    return {
      run: async () => {
        await forward(share(parameters), x.ref).data();
      },
    };
  }
  const y = nn.oneHot(np.array(labelValues(batch), { dtype: np.int32 }), CLASSES);
  const step = jit(trainStep(network));
  let moments = filled((values) => new Float32Array(values.length));
  let squares = filled((values) => new Float32Array(values.length));
  let count = 0;
  return training(async () => {
    count++;
    const rate = np.array((1e-3 * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count));
    const [loss, next] = step(parameters, moments, squares, x.ref, y.ref, rate);
    [parameters, moments, squares] = next;
    // In a page with threads the loss is known long before the step is done.
    await blockUntilReady(next);
    const [value] = await loss.data();
    return value!;
  });
}

/** One more reference to each. */
function share(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, array]) => [name, array.ref]));
}

type State = [parameters: Parameters, first: Parameters, second: Parameters];

/** The loss, and Adam's next state. */
function trainStep({
  batch,
  logits,
}: Network): (
  parameters: Parameters,
  first: Parameters,
  second: Parameters,
  x: np.Array,
  y: np.Array,
  rate: np.Array,
) => [np.Array, State] {
  const lossOf = (parameters: Parameters, x: np.Array, y: np.Array): np.Array =>
    nn
      .logSoftmax(logits(parameters, x))
      .mul(y)
      .sum()
      .mul(-1 / batch);
  return (parameters, first, second, x, y, rate) => {
    const [loss, gradients] = valueAndGrad(lossOf)(share(parameters), x, y) as [np.Array, Parameters];
    const state: State = [{}, {}, {}];
    for (const name of Object.keys(parameters)) {
      const gradient = gradients[name]!;
      const m = first[name]!.mul(0.9).add(gradient.ref.mul(0.1));
      const v = second[name]!.mul(0.999).add(np.square(gradient).mul(0.001));
      const update = m.ref.mul(rate.ref).div(np.sqrt(v.ref).add(1e-8));
      state[0][name] = parameters[name]!.sub(update);
      state[1][name] = m;
      state[2][name] = v;
    }
    rate.dispose();
    return [loss, state];
  };
}
