import {
  type AnyRank,
  type BuildContext,
  checkInteger,
  constant,
  type Initializer,
  Parameter,
  type RandomStream,
  resolveOptions,
  type Spec,
} from '@neurite/core';
import { prelu as rectify, type Tensor, type Tensor1D } from '@tensorflow/tfjs-core';
import { alongLastAxis, assertLastAxis } from '../internal/last-axis.js';
import { lastSize, specsOf } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';

/** The options of `prelu`. */
export type PreluOptions = {
  /** Whether all channels have one slope. Default false: each has its own. */
  readonly shared?: boolean;
  /** Draws the first slopes. Default `constant(0.25)`, as in PyTorch. */
  readonly slopeInitializer?: Initializer;
};

/** What the module of `prelu` is made of. */
export type PreluModuleOptions = PreluOptions & {
  /** The size of the last axis: an integer of at least 1. */
  readonly channels: number;
  /** Draws the first slopes, from the child `slope`. */
  readonly random: RandomStream;
};

/** The module of `prelu`. */
export class Prelu<T extends Tensor = Tensor> extends Tokenwise<T> {
  /** [channels], or [1] where they share it. */
  readonly slope: Parameter<Tensor1D>;
  readonly #channels: number;

  /** @throws ArgumentError when the number of channels is not an integer of at least 1, or an option is unknown */
  constructor({ channels, random, ...options }: PreluModuleOptions) {
    super();
    const { shared, slopeInitializer } = resolve(options);
    checkInteger('prelu', 'channels', channels, { min: 1 });
    this.slope = new Parameter(slopeInitializer([shared ? 1 : channels], random.child('slope')) as Tensor1D); // of this shape
    this.#channels = channels;
  }

  /**
   * @param x [batch, …, channels]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other channels than the layer was built for
   */
  override forward(x: T): T {
    assertLastAxis('prelu', x, { size: this.#channels, name: 'channels' });
    return rectify<Tensor>(x, this.slope.value) as T; // the shape of x
  }
}

/**
 * Rectified linear unit with a learned slope for negative inputs: `x` where x > 0, else `slope · x`.
 *
 * @returns a blueprint for inputs [channels], [time, channels], and so on
 * @throws ArgumentError when an option is unknown
 * @throws ShapeError from `outputSpec`, when the number of channels is null
 * @example
 * using model = build(prelu(), { input: [2] });
 * const y = model.forward(tensor2d([[-2, 2]]), inference()); // [[-0.5, 2]]
 * @see He et al., "Delving deep into rectifiers", 2015
 */
export function prelu(options: PreluOptions = {}): AnyRank {
  const { shared } = resolve(options);
  return alongLastAxis('prelu', [options], {
    axis: 'channels',
    describe: (input) => ({ parameters: specsOf({ slope: [shared ? 1 : lastSize(input)] }) }),
    build: <T extends Tensor>(input: Spec, { random }: BuildContext) =>
      new Prelu<T>({ channels: lastSize(input), random, ...options }),
  });
}

function resolve(options: PreluOptions) {
  return resolveOptions('prelu', options, { shared: false, slopeInitializer: constant(0.25) });
}
