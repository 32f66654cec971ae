import {
  checkInteger,
  type Initializer,
  normal,
  Parameter,
  type RandomStream,
  resolveOptions,
  spec,
  withConfig,
} from '@neurite/core';
import {
  add,
  cast,
  expandDims,
  gather,
  maximum,
  minimum,
  scalar,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  transpose,
} from '@tensorflow/tfjs-core';
import { Positioner, type PositionScheme, type PositionSizes } from './position-scheme.js';

/** The options of `relativePositions`. */
export type RelativePositionsOptions = {
  /** Distances beyond count as this: an integer of at least 1. Default 128. */
  readonly maxDistance?: number;
  /** Draws the first biases, [2 · maxDistance + 1, heads]. Default `normal({ standardDeviation: 0.02 })`. */
  readonly biasInitializer?: Initializer;
};

/** What `relativePositions` builds. */
export class RelativePositions extends Positioner {
  /** One number for each distance, from −maxDistance to maxDistance, and head. */
  readonly biases: Parameter<Tensor2D>;
  readonly maxDistance: number;

  /** @throws ArgumentError when an option is wrong */
  constructor({
    heads,
    random,
    ...options
  }: RelativePositionsOptions & { readonly heads: number; readonly random: RandomStream }) {
    super();
    const { maxDistance, biasInitializer } = resolve(options);
    const first = biasInitializer([2 * maxDistance + 1, heads], random.child('biases'));
    this.biases = new Parameter(first as Tensor2D); // of this shape
    this.maxDistance = maxDistance;
  }

  override bias(queries: Tensor, keys: Tensor1D): Tensor {
    const [most, least] = [scalar(this.maxDistance, 'int32'), scalar(-this.maxDistance, 'int32')];
    const distance = sub(cast(keys, 'int32'), expandDims(cast(queries, 'int32'), 2)); // [batch or 1, queries, keys]
    const rows = add(minimum(maximum(distance, least), most), most);
    return transpose(gather<Tensor>(this.biases.value, cast(rows, 'int32')), [0, 3, 1, 2]);
  }
}

/**
 * A learned number for each distance between query and key, and for each head, which is added to their score.
 *
 * @returns a value for the option `position` of `multiHeadAttention`
 * @throws ArgumentError when an option is wrong
 * @example
 * const attention = multiHeadAttention({ heads: 2, position: relativePositions({ maxDistance: 16 }) });
 * using model = build(attention, { input: [null, 8], seed: 7 }); // position.biases [33, 2]
 * @see Raffel et al., "Exploring the limits of transfer learning with a unified text-to-text transformer", 2019, which
 * shares far distances in buckets
 */
export function relativePositions(options: RelativePositionsOptions = {}): PositionScheme {
  const { maxDistance } = resolve(options);
  return withConfig('relativePositions', [options], {
    name: 'relativePositions',
    describe: ({ heads }: PositionSizes) => ({ biases: spec([2 * maxDistance + 1, heads]) }),
    build: ({ heads, random }: PositionSizes & { readonly random: RandomStream }) =>
      new RelativePositions({ heads, random, ...options }),
  });
}

function resolve(options: RelativePositionsOptions) {
  const resolved = resolveOptions('relativePositions', options, {
    maxDistance: 128,
    biasInitializer: normal({ standardDeviation: 0.02 }),
  });
  checkInteger('relativePositions', 'maxDistance', resolved.maxDistance, { min: 1 });
  return resolved;
}
