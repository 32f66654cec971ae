import {
  assertShape,
  type Batch,
  type Context,
  childContext,
  type Dataset,
  type HostArray,
  hostArray,
  type IterateOptions,
  type Json,
  keyWords,
  type Loss,
  type Metric,
  Module,
  type NamedTensors,
  type Optimizer,
  Parameter,
  RandomStream,
} from '@neurite/core';
import {
  abs,
  add,
  greater,
  matMul,
  mean,
  mul,
  scalar,
  squaredDifference,
  sub,
  sum,
  type Tensor,
  type Tensor2D,
  tensor,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';

/** y = x·kernel + bias, with a noise of its own in training and a running mean of its inputs. */
export class Affine extends Module<Tensor2D, Tensor2D> {
  readonly kernel: Parameter;
  readonly bias: Parameter;
  readonly runningMean: Parameter;
  readonly noise: number;

  constructor(inputs: number, outputs: number, { seed = 1, noise = 0 }: { seed?: number; noise?: number } = {}) {
    super();
    const random = RandomStream.fromSeed(seed);
    this.kernel = new Parameter(tensor2d(random.uniforms(inputs * outputs, -0.5, 0.5), [inputs, outputs]));
    this.bias = new Parameter(tensor(new Float32Array(outputs)));
    this.runningMean = new Parameter(scalar(0), { buffer: true });
    this.noise = noise;
  }

  override forward(x: Tensor2D, { training, random, rows = { first: 0 } }: Context): Tensor2D {
    assertShape('affine', 'x', x.shape, [-1, this.kernel.shape[0]!]);
    if (training) this.runningMean.assign(tidy(() => add(mul(this.runningMean.value, 0.9), mul(mean(x), 0.1))));
    return tidy(() => {
      const y = add(matMul(x, this.kernel.value as Tensor2D), this.bias.value);
      if (!training || this.noise === 0) return y as Tensor2D;
      const [seed] = keyWords(random.child('noise').key())!;
      // The same for a row, whatever part of a batch it comes in.
      const before = rows.first * y.shape[1]!;
      const draws = RandomStream.fromSeed(seed).normals(before + y.size, 0, this.noise);
      return add(y, tensor(draws.slice(before), y.shape)) as Tensor2D;
    });
  }
}

/** Two affine maps, one after the other. */
export class Two extends Module<Tensor2D, Tensor2D> {
  readonly first: Affine;
  readonly second: Affine;

  constructor({ seed = 1, noise = 0, hidden = 4 }: { seed?: number; noise?: number; hidden?: number } = {}) {
    super();
    this.first = new Affine(3, hidden, { seed, noise });
    this.second = new Affine(hidden, 1, { seed: seed + 1, noise });
  }

  override forward(x: Tensor2D, context: Context): Tensor2D {
    const hidden = this.first.forward(x, childContext(context, 'first'));
    return this.second.forward(hidden, childContext(context, 'second'));
  }
}

/** Gradient descent with momentum; the learning rate falls with the step. */
export function momentum(learningRate = 0.1): Optimizer {
  return {
    name: 'momentum',
    init: (parameters) => tidy(() => map(parameters, (value) => mul(value, 0))),
    update: (gradients, { state, clock }) =>
      tidy(() => {
        const rate = clock.scalar((step) => -learningRate / (1 + 0.01 * step));
        const next = map(gradients, (gradient, name) => add(mul(state[name]!, 0.9), gradient));
        return { updates: map(next, (velocity) => mul(velocity, rate)), state: next };
      }),
  };
}

function map(tensors: NamedTensors, f: (tensor: Tensor, name: string) => Tensor): NamedTensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [name, f(value, name)]));
}

export const squaredError: Loss = (predictions, targets) => tidy(() => mean(squaredDifference(predictions, targets)));

/** How often the prediction is less than half off; statistics that add up. */
export const near: Metric = {
  name: 'near',
  statistics: (predictions, targets) =>
    tidy(() => ({
      near: sum(greater(0.5, abs(sub(predictions, targets)))),
      count: scalar(predictions.shape[0]!, 'int32'),
    })),
  value: ({ near: hits, count }) => hits![0]! / count![0]!,
};

export type NumberBatch = Batch<HostArray<'float32'>, HostArray<'float32'>>;

/** y = x₀ − 2x₁ + 3x₂ + 1 with a little noise, in batches; the last one is smaller. */
export function lineBatches(samples = 23, batchSize = 4, seed = 3): NumberBatch[] {
  const random = RandomStream.fromSeed(seed);
  const xs = random.uniforms(samples * 3, -1, 1);
  const ys = Float32Array.from({ length: samples }, (_, i) => xs[3 * i]! - 2 * xs[3 * i + 1]! + 3 * xs[3 * i + 2]! + 1);
  const batches: NumberBatch[] = [];
  for (let start = 0; start < samples; start += batchSize) {
    const count = Math.min(batchSize, samples - start);
    batches.push({
      x: hostArray(xs.slice(3 * start, 3 * (start + count)), [count, 3]),
      y: hostArray(ys.slice(start, start + count), [count, 1]),
    });
  }
  return batches;
}

/** A dataset over batches that draws a new order of them in each epoch. */
export function shuffled<B>(batches: readonly B[]): Dataset<B> {
  return {
    size: batches.length,
    iterate: ({ epoch = 0, position, seed = 0 }: IterateOptions = {}) => {
      const order = RandomStream.fromSeed(seed).child(`epoch ${epoch}`).permutation(batches.length);
      let at = typeof position === 'number' ? position : 0;
      const iterator = {
        next: async () =>
          at < order.length
            ? { done: false as const, value: batches[order[at++]!]! }
            : { done: true as const, value: undefined },
        position: (): Json => at,
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
    [Symbol.asyncIterator]() {
      return this.iterate();
    },
  };
}
