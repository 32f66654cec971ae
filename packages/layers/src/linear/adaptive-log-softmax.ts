import {
  type AnyRank,
  ArgumentError,
  type BuildContext,
  checkInteger,
  checkNumber,
  defineAnyRank,
  describeValue,
  glorotUniform,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
  spec,
  tensorInput,
  zeros,
} from '@neurite/core';
import {
  add,
  concat,
  logSoftmax,
  reshape,
  slice,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import { assertLastAxis } from '../internal/last-axis.js';
import { project } from '../internal/project.js';
import { elements, lastSize, sizesOf, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `adaptiveLogSoftmax`. */
export type AdaptiveLogSoftmaxOptions = {
  /**
   * Where clusters begin: increasing integers from 1 to `classes − 1`. Classes below the first have a column of the head each; the
   * others of a cluster share one.
   */
  readonly cutoffs: readonly number[];
  /** Cluster i is computed from `features / reduction^(i + 1)` features, rounded down, at least 1: a number of at least 1. Default 4. */
  readonly reduction?: number;
  /** Whether a bias is added in the head. Default false. */
  readonly useBias?: boolean;
  /** Draws the first kernels. Default `glorotUniform()`. */
  readonly kernelInitializer?: Initializer;
  /** Draws the first bias, [first cutoff + clusters]. Default `zeros()`. */
  readonly biasInitializer?: Initializer;
};

/** What the module of `adaptiveLogSoftmax` is made of. */
export type AdaptiveLogSoftmaxModuleOptions = AdaptiveLogSoftmaxOptions & {
  /** The number of classes: an integer of at least 2. */
  readonly classes: number;
  /** The size of the last axis of the input: an integer of at least 1. */
  readonly features: number;
  /** Draws the first weights, from the children `kernel`, `bias`, and `0`, `1`, … below `tails`. */
  readonly random: RandomStream;
};

/** The weights of a cluster. */
export type AdaptiveTail = {
  /** [features, fewer features] */
  readonly projection: Parameter<Tensor2D>;
  /** [fewer features, classes of the cluster] */
  readonly kernel: Parameter<Tensor2D>;
};

/** The module of `adaptiveLogSoftmax`. */
export class AdaptiveLogSoftmax<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** [features, first cutoff + clusters]: the frequent classes, then one column for each cluster. */
  readonly kernel: Parameter<Tensor2D>;
  /** [first cutoff + clusters] */
  readonly bias: Parameter<Tensor1D> | undefined;
  readonly tails: readonly AdaptiveTail[];

  /** @throws ArgumentError as `adaptiveLogSoftmax` does */
  constructor({ classes, features, random, ...options }: AdaptiveLogSoftmaxModuleOptions) {
    super();
    const { useBias, kernelInitializer, biasInitializer, ...rest } = resolve(classes, options);
    checkInteger('adaptiveLogSoftmax', 'features', features, { min: 1 });
    const { head, tails } = shapesOf(features, { classes, ...rest });
    const kernel = (shape: readonly number[], from: RandomStream) =>
      new Parameter(kernelInitializer(shape, from) as Tensor2D); // of this shape
    this.kernel = kernel(head, random.child('kernel'));
    this.bias = useBias ? new Parameter(biasInitializer([head[1]], random.child('bias')) as Tensor1D) : undefined; // of this shape
    this.tails = tails.map((shapes, i) => {
      const of = random.child('tails').child(String(i));
      return {
        projection: kernel(shapes.projection, of.child('projection')),
        kernel: kernel(shapes.kernel, of.child('kernel')),
      };
    });
  }

  /**
   * @param x [batch, …, features]
   * @returns the logarithms of the probabilities of all classes: a new tensor [batch, …, classes], owned by the caller
   * @throws ShapeError when `x` has other features than the layer was built for
   */
  override forward(x: T): T {
    const kernel = this.kernel.value;
    const [features, columns] = kernel.shape;
    assertLastAxis('adaptiveLogSoftmax', x, { size: features, name: 'features' });
    return tidy(() => {
      const outer = x.shape.slice(0, -1);
      const rows = elements(outer);
      const flat = reshape<Tensor2D['rankType']>(x, [rows, features]);
      const head = logSoftmax(project(flat, { kernel, bias: this.bias?.value }));
      const frequent = columns - this.tails.length;
      const parts = this.tails.map((tail, i) => {
        const fewer = project(flat, { kernel: tail.projection.value, bias: undefined });
        const within = logSoftmax(project(fewer, { kernel: tail.kernel.value, bias: undefined }));
        return add(within, slice(head, [0, frequent + i], [rows, 1]));
      });
      const all = concat([slice(head, [0, 0], [rows, frequent]), ...parts], 1);
      return reshape(all, [...outer, all.shape[1]!]) as Tensor as T; // of the rank of x
    });
  }
}

/**
 * The logarithms of the probabilities of many classes, the rare ones of which are computed from fewer features: `log p(c)` is
 * `logSoftmax(x · kernel)[c]` for a frequent class, and for another one the entry of its cluster there plus
 * `logSoftmax(x · projection · kernel)` of the cluster. Put it at the end of a network whose classes are sorted by frequency,
 * the most frequent first, and train with `negativeLogLikelihood`.
 *
 * It has, and multiplies, about `1 / reduction` of the weights of a dense layer. PyTorch's `AdaptiveLogSoftmaxWithLoss` also leaves a
 * cluster out that no target of the batch is in; here all are computed, as the shapes of a step do not depend on values.
 *
 * @param classes their number: an integer of at least 2
 * @returns a blueprint that takes [features] to [classes], [time, features] to [time, classes], and so on, with parameters `kernel`,
 * `bias`, `tails.0.projection`, `tails.0.kernel`, …
 * @throws ArgumentError when `classes` or a cutoff is out of its range, or an option is unknown
 * @throws ShapeError from `outputSpec`, when the number of features is null
 * @example
 * using model = build(adaptiveLogSoftmax(1000, { cutoffs: [50, 200] }), { input: [64], seed: 7 });
 * const logProbabilities = model.forward(ones([2, 64]), inference()); // [2, 1000]
 * @see Grave et al., "Efficient softmax approximation for GPUs", 2016
 */
export function adaptiveLogSoftmax(classes: number, options: AdaptiveLogSoftmaxOptions): AnyRank {
  const { useBias, ...rest } = resolve(classes, options);
  return defineAnyRank('adaptiveLogSoftmax', [classes, options], {
    outputSpec: (input) => {
      const axes = { axes: ['…', 'features'], known: ['features'] };
      const { shape } = tensorInput('adaptiveLogSoftmax', input, axes);
      return spec([...shape.slice(0, -1), classes]);
    },
    describe: (input) => {
      const { head, tails } = shapesOf(lastSize(input), { classes, ...rest });
      const all = tails.flatMap(({ projection, kernel }, i) => [
        [`tails.${i}.projection`, projection] as const,
        [`tails.${i}.kernel`, kernel] as const,
      ]);
      const products = [head, ...all.map(([, shape]) => shape)].reduce((sum, shape) => sum + elements(shape), 0);
      return {
        parameters: specsOf({ kernel: head, bias: useBias ? [head[1]] : undefined, ...Object.fromEntries(all) }),
        multiplyAdds: elements(sizesOf(input).slice(0, -1)) * products,
      };
    },
    build: <T extends Tensor>(input: Spec, { random }: BuildContext) =>
      new AdaptiveLogSoftmax<T>({ classes, features: lastSize(input), random, ...options }),
  });
}

type Clusters = { readonly classes: number; readonly cutoffs: readonly number[]; readonly reduction: number };

function shapesOf(features: number, { classes, cutoffs, reduction }: Clusters) {
  const tails = cutoffs.map((cutoff, i) => {
    const fewer = Math.max(1, Math.floor(features / reduction ** (i + 1)));
    const size = (cutoffs[i + 1] ?? classes) - cutoff;
    return { projection: [features, fewer] as const, kernel: [fewer, size] as const };
  });
  return { head: [features, cutoffs[0]! + tails.length] as const, tails };
}

function resolve(classes: number, options: AdaptiveLogSoftmaxOptions) {
  const where = 'adaptiveLogSoftmax';
  const resolved = resolveOptions(where, options, {
    cutoffs: options?.cutoffs,
    reduction: 4,
    useBias: false,
    kernelInitializer: glorotUniform(),
    biasInitializer: zeros(),
  });
  checkInteger(where, 'classes', classes, { min: 2 });
  checkNumber(where, 'reduction', resolved.reduction, { atLeast: 1 });
  const { cutoffs } = resolved;
  const isIncreasing = (all: readonly number[]): boolean =>
    all.every((cutoff, i) => Number.isSafeInteger(cutoff) && cutoff > (all[i - 1] ?? 0) && cutoff < classes);
  if (Array.isArray(cutoffs) && cutoffs.length > 0 && isIncreasing(cutoffs)) return resolved;
  throw new ArgumentError({
    where,
    argument: 'cutoffs',
    expected: `be at least one integer from 1 to ${classes - 1}, each above the one before`,
    received: Array.isArray(cutoffs) ? `[${cutoffs.join(', ')}]` : describeValue(cutoffs),
  });
}
