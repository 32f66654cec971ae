import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import type { Task } from './protocol.js';
import { serve, type Work } from './serve.js';

// jax-js counts references: a function takes its arguments over, and `x.ref` is one more reference to x.
type Parameters = { [name: string]: np.Array };
type Network = {
  readonly batch: number;
  readonly inputShape: readonly number[];
  readonly shapes: Readonly<Record<string, readonly number[]>>;
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
    shapes: { k1: [784, 512], b1: [512], k2: [512, 512], b2: [512], k3: [512, 10], b3: [10] },
    logits: ({ k1, b1, k2, b2, k3, b3 }, x) => dense(nn.relu(dense(nn.relu(dense(x, k1!, b1!)), k2!, b2!)), k3!, b3!),
  },
  cnn: {
    batch: 64,
    inputShape: [1, 28, 28],
    shapes: {
      k1: [32, 1, 3, 3],
      b1: [32],
      k2: [64, 32, 3, 3],
      b2: [64],
      k3: [9216, 128],
      b3: [128],
      k4: [128, 10],
      b4: [10],
    },
    logits: ({ k1, b1, k2, b2, k3, b3, k4, b4 }, x) => {
      const first = nn.relu(convolution(x, k1!, b1!, 32));
      const second = nn.relu(convolution(first, k2!, b2!, 64));
      const pooled = np.max(second.reshape([64, 64, 12, 2, 12, 2]), [3, 5]);
      return dense(nn.relu(dense(pooled.reshape([64, 9216]), k3!, b3!)), k4!, b4!);
    },
  },
};

await init('wasm');
defaultDevice('wasm');
await serve({ ready: 'jax-js jit: wasm, each step one compiled program' }, open);

function open(task: Task): Work {
  const network = task.kind === 'network' ? networks[task.network] : undefined;
  if (network === undefined || task.kind !== 'network') throw new RangeError('not written for it');
  const { batch, inputShape, shapes, logits } = network;
  let seed = 1;
  /** Uniform in ±limit, from a small generator: the values do not matter, their spread does. */
  const draw = (shape: readonly number[], limit: number): np.Array => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed / 2 ** 31 - 1) * limit;
    });
    return np.array(values).reshape([...shape]);
  };
  const limit = (shape: readonly number[]): number =>
    shape.length === 1 ? 0 : Math.sqrt(3 / (shape.length === 2 ? shape[0]! : shape.slice(1).reduce((a, b) => a * b)));
  const all = (value: (shape: readonly number[]) => np.Array): Parameters =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, value(shape)]));
  const x = draw([batch, ...inputShape], 1);
  let parameters = all((shape) => draw(shape, limit(shape)));
  if (task.mode === 'forward') {
    const forward = jit(logits);
    return {
      run: async () => {
        await forward(share(parameters), x.ref).data();
      },
    };
  }
  const labels = np.array(
    Int32Array.from({ length: batch }, (_, i) => i % CLASSES),
    { dtype: np.int32 },
  );
  const y = nn.oneHot(labels, CLASSES);
  const step = jit(trainStep(network));
  let first = all((shape) => np.zeros([...shape]));
  let second = all((shape) => np.zeros([...shape]));
  let count = 0;
  return {
    run: async () => {
      count++;
      const rate = np.array((1e-3 * Math.sqrt(1 - 0.999 ** count)) / (1 - 0.9 ** count));
      const [loss, next] = step(parameters, first, second, x.ref, y.ref, rate);
      [parameters, first, second] = next;
      await loss.data();
    },
  };
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
