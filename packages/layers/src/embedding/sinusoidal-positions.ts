import {
  type Blueprint,
  type Context,
  checkInteger,
  checkNumber,
  defineLayer,
  memoryScope,
  type RunInput,
  type RunOutput,
  resolveOptions,
  type StateSize,
  tensorInput,
} from '@neurite/core';
import {
  add,
  cast,
  cos,
  expandDims,
  mul,
  range,
  reshape,
  sin,
  slice,
  stack,
  type Tensor,
  type Tensor3D,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import { assertLastAxis } from '../internal/last-axis.js';
import { positionsOf } from '../internal/positions.js';
import { lastSize } from '../internal/sizes.js';
import { Tokenwise } from '../internal/tokenwise.js';
import type { PositionState } from './positional-embedding.js';

/** The options of `sinusoidalPositions`. */
export type SinusoidalPositionsOptions = {
  /** The slowest wave has about 2π · base steps: a number above 1. Default 10000. */
  readonly base?: number;
};

/** The module of `sinusoidalPositions`. */
export class SinusoidalPositions extends Tokenwise<Tensor3D> {
  readonly features: number;
  readonly base: number;

  /** @throws ArgumentError when the number of features is not an integer of at least 1, or an option is wrong */
  constructor({ features, ...options }: SinusoidalPositionsOptions & { readonly features: number }) {
    super();
    checkInteger('sinusoidalPositions', 'features', features, { min: 1 });
    this.features = features;
    this.base = resolve(options).base;
  }

  /**
   * @param x [batch, tokens, features]
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has another rank, or other features than the layer was built for
   */
  override forward(x: Tensor3D): Tensor3D {
    this.#check(x);
    return tidy(() => add(x, this.#waves(expandDims(range(0, x.shape[1]), 0))));
  }

  /**
   * @param input x: as in `forward`; state: of `initialState` or an earlier `run`, then the tokens of x come after those
   * before them
   * @returns the output, the mask, and the state after the last token; `{}` without a state
   * @throws ShapeError as `forward` does
   */
  override run({ x, mask, state }: RunInput<Tensor3D>, context: Context): RunOutput<Tensor3D> {
    if (state === undefined) return super.run({ x, mask }, context);
    return memoryScope('sinusoidalPositions', () => {
      this.#check(x);
      const { position } = state as PositionState; // of the form that it gave
      const at = positionsOf(position, { tokens: x.shape[1], mask });
      return { outputs: add(x, this.#waves(at.positions)), mask, state: { position: at.next } };
    });
  }

  /** The first position. */
  override initialState({ batch }: StateSize): PositionState {
    return { position: zeros([batch], 'int32') };
  }

  #check(x: Tensor3D): void {
    assertLastAxis('sinusoidalPositions', x, { size: this.features, name: 'features', between: 'tokens' });
  }

  /** @param positions [batch or 1, tokens] */
  #waves(positions: Tensor): Tensor3D {
    const [batch, tokens] = positions.shape as [number, number]; // of rank 2
    const pairs = Math.ceil(this.features / 2);
    const speeds = tensor1d(Float32Array.from({ length: pairs }, (_, i) => this.base ** (-(2 * i) / this.features)));
    const angles = mul(expandDims(cast(positions, 'float32'), 2), speeds);
    const waves = reshape(stack([sin(angles), cos(angles)], 3), [batch, tokens, 2 * pairs]) as Tensor3D; // of rank 3
    return 2 * pairs === this.features ? waves : slice(waves, [0, 0, 0], [batch, tokens, this.features]);
  }
}

/**
 * Adds waves that tell positions: `y[b, t, 2i] = x + sin(t / base^(2i / features))`, and the cosine at 2i + 1. Nothing is learned, and
 * sequences may have any length.
 *
 * @returns a blueprint that takes [tokens, features] to the same; the number of tokens may be null
 * @throws ArgumentError when an option is wrong
 * @throws ShapeError from `outputSpec`, when the input is not [tokens, features], or the number of features is null
 * @example
 * const network = sequential(embedding(50, 8), sinusoidalPositions(), multiHeadAttention({ heads: 2 }));
 * using model = build(network, { input: tokens([null]), seed: 7 });
 * @see Vaswani et al., "Attention is all you need", 2017
 */
export function sinusoidalPositions(options: SinusoidalPositionsOptions = {}): Blueprint<Tensor3D, Tensor3D> {
  resolve(options);
  return defineLayer('sinusoidalPositions', [options], {
    outputSpec: (input) =>
      tensorInput('sinusoidalPositions', input, { axes: ['tokens', 'features'], known: ['features'] }),
    build: (input) => new SinusoidalPositions({ features: lastSize(input), ...options }),
  });
}

function resolve(options: SinusoidalPositionsOptions) {
  const resolved = resolveOptions('sinusoidalPositions', options, { base: 10_000 });
  checkNumber('sinusoidalPositions', 'base', resolved.base, { above: 1 });
  return resolved;
}
