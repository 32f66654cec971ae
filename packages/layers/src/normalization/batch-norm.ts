import {
  type AnyRank,
  type Context,
  checkInteger,
  checkNumber,
  formatShape,
  isTraining,
  Module,
  Parameter,
  resolveOptions,
  ShapeError,
  type Spec,
} from '@neurite/core';
import { fusedBatchNormTraining } from '@neurite/ops';
import { add, mul, ones, type Rank, rsqrt, sub, type Tensor, type Tensor1D, tidy, zeros } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertLastAxis } from '../internal/last-axis.js';
import { lastSize, specsOf } from '../internal/sizes.js';
import { synchronizedBatchNorm } from '../internal/synchronized-batch-norm.js';

/** The options of `batchNorm`. */
export type BatchNormOptions = {
  /**
   * How much of each batch goes into the running statistics, in [0, 1]: `running ← (1 − momentum) · running +
   * momentum · batch`. This is PyTorch's convention; Keras calls 1 − momentum so. Default 0.1.
   */
  readonly momentum?: number;
  /** Added to the variance, above 0. Default 1e-5. */
  readonly epsilon?: number;
  /** Whether a scale and an offset are learned. Default true. */
  readonly affine?: boolean;
  /**
   * Whether processes that train together (`parallel` of `fit`) take the statistics of all of their rows, as PyTorch's
   * `SyncBatchNorm` does; else each takes those of its own. Where one trains alone it changes nothing. The numbers are read in
   * the middle of the pass, which WebGPU does not allow. Default false.
   */
  readonly synchronized?: boolean;
};

/** The module of `batchNorm`. */
export class BatchNorm<T extends Tensor = Tensor> extends Module<T, T> {
  /** [channels]; begins with ones. */
  readonly scale: Parameter<Tensor1D> | undefined;
  /** [channels]; begins with zeros. */
  readonly offset: Parameter<Tensor1D> | undefined;
  /** [channels]; begins with zeros. */
  readonly runningMean: Parameter<Tensor1D>;
  /** [channels]; begins with ones. */
  readonly runningVariance: Parameter<Tensor1D>;
  readonly momentum: number;
  readonly epsilon: number;
  readonly synchronized: boolean;

  /**
   * @param options channels: the size of the last axis, an integer of at least 1
   * @throws ArgumentError when an option is out of its range or unknown
   */
  constructor({ channels, ...options }: BatchNormOptions & { readonly channels: number }) {
    super();
    const { momentum, epsilon, affine, synchronized } = resolve(options);
    checkInteger('batchNorm', 'channels', channels, { min: 1 });
    this.scale = affine ? new Parameter(ones<Rank.R1>([channels])) : undefined;
    this.offset = affine ? new Parameter(zeros<Rank.R1>([channels])) : undefined;
    this.runningMean = new Parameter(zeros<Rank.R1>([channels]), { buffer: true });
    this.runningVariance = new Parameter(ones<Rank.R1>([channels]), { buffer: true });
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.synchronized = synchronized;
  }

  /** True: outside of training each step is scaled alone. */
  override get continuable(): boolean {
    return true;
  }

  /**
   * @param x [batch, …, channels]; in training at least two numbers for each channel
   * @param context in training the statistics of `x` are used, and go into the running ones; else these are used
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other channels, or in training too few numbers
   */
  override forward(x: T, context: Context): T {
    const channels = this.runningMean.shape[0]!;
    assertLastAxis('batchNorm', x, { size: channels, name: 'channels' });
    return tidy(() => {
      const scale: Tensor1D = this.scale?.value ?? ones([channels]);
      const offset: Tensor1D = this.offset?.value ?? zeros([channels]);
      return (
        isTraining(this, context) ? this.#byBatch({ x, scale, offset }, context) : this.#byRunning(x, scale, offset)
      ) as T; // the shape of x
    });
  }

  #byBatch(inputs: { readonly x: T; readonly scale: Tensor1D; readonly offset: Tensor1D }, context: Context): Tensor {
    const { sumOverReplicas } = context;
    const { x, scale } = inputs;
    const { y, mean, variance, count } =
      this.synchronized && sumOverReplicas !== undefined
        ? synchronizedBatchNorm(inputs, { epsilon: this.epsilon, sumOverReplicas })
        : { ...this.#alone(inputs), count: x.size / scale.size };
    this.#move(this.runningMean, mean, this.momentum);
    // The mean of squares is too small by (n − 1) / n where it stands for the whole distribution (Bessel).
    this.#move(this.runningVariance, variance, (this.momentum * count) / (count - 1));
    return y;
  }

  #alone(inputs: { readonly x: T; readonly scale: Tensor1D; readonly offset: Tensor1D }) {
    const { x, scale } = inputs;
    if (x.size / scale.size < 2) {
      throw new ShapeError({
        where: 'batchNorm',
        argument: 'x',
        expected: 'have at least two numbers for each channel in training',
        received: formatShape(x.shape),
        advice: 'Take larger batches, and drop a last one of a single sample',
      });
    }
    return fusedBatchNormTraining(inputs, { epsilon: this.epsilon });
  }

  #byRunning(x: T, scale: Tensor1D, offset: Tensor1D): Tensor {
    const factor = mul(rsqrt(add(this.runningVariance.value, this.epsilon)), scale);
    return add(mul(x, factor), sub(offset, mul(this.runningMean.value, factor)));
  }

  #move(running: Parameter<Tensor1D>, batch: Tensor1D, weight: number): void {
    running.assign(add(mul(running.value, 1 - this.momentum), mul(batch, weight)));
  }
}

/**
 * Batch normalization over all axes but the last: `y = (x − mean) / √(variance + epsilon) · scale + offset`.
 *
 * In training mean and variance are those of the batch (the variance biased: divided by n), and move the running ones;
 * otherwise the running ones are used. As in PyTorch the running variance is unbiased (divided by n − 1); Keras keeps
 * the biased one. Leave out the bias of the layer before it: the offset does its work.
 *
 * @returns a blueprint for inputs [channels], [height, width, channels] or of any other rank
 * @throws ArgumentError when an option is out of its range or unknown
 * @throws ShapeError from `outputSpec`, when there is no axis besides the batch, or its size is null
 * @example
 * using model = build(batchNorm(), { input: [1] });
 * const training = { training: true, random: randomKeys(RandomStream.fromSeed(7)) };
 * const y = model.forward(tensor2d([[1], [3]]), training); // [[-1], [1]]
 * @see Ioffe and Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate
 * shift", 2015
 */
export function batchNorm(options: BatchNormOptions = {}): AnyRank {
  const { affine } = resolve(options);
  return alongLastAxis('batchNorm', [options], {
    axis: 'channels',
    describe: (input) => {
      const shape = [lastSize(input)];
      const learned = affine ? shape : undefined;
      return {
        parameters: specsOf({ scale: learned, offset: learned, runningMean: shape, runningVariance: shape }),
        buffers: ['runningMean', 'runningVariance'],
      };
    },
    build: <T extends Tensor>(input: Spec) => new BatchNorm<T>({ channels: lastSize(input), ...options }),
  });
}

function resolve(options: BatchNormOptions) {
  const resolved = resolveOptions('batchNorm', options, {
    momentum: 0.1,
    epsilon: 1e-5,
    affine: true,
    synchronized: false,
  });
  const { momentum, epsilon } = resolved;
  checkNumber('batchNorm', 'momentum', momentum, { atLeast: 0, atMost: 1 });
  checkNumber('batchNorm', 'epsilon', epsilon, { above: 0 });
  return resolved;
}
