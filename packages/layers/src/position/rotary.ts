import { checkChoice, checkNumber, resolveOptions, ShapeError, withConfig } from '@neurite/core';
import {
  add,
  cast,
  concat,
  cos,
  expandDims,
  mul,
  neg,
  reshape,
  sin,
  split,
  stack,
  type Tensor,
  type Tensor4D,
  tensor1d,
  unstack,
} from '@tensorflow/tfjs-core';
import { Positioner, type PositionScheme } from './position-scheme.js';

/** The options of `rotary`. */
export type RotaryOptions = {
  /** The slowest rotation has about 2π · base steps: a number above 1. Default 10000. */
  readonly base?: number;
  /** How features make pairs: `halves` (i with i + d/2, as in Llama) or `neighbors` (2i with 2i + 1). Default `halves`. */
  readonly pairs?: 'halves' | 'neighbors';
};

/** What `rotary` builds. */
export class Rotary extends Positioner {
  readonly base: number;
  readonly pairs: 'halves' | 'neighbors';

  /** @throws ArgumentError when an option is wrong */
  constructor(options: RotaryOptions = {}) {
    super();
    const { base, pairs } = resolve(options);
    this.base = base;
    this.pairs = pairs;
  }

  override rotate(x: Tensor4D, positions: Tensor): Tensor4D {
    const [batch, heads, tokens, dim] = x.shape;
    const half = dim / 2;
    const speeds = tensor1d(Float32Array.from({ length: half }, (_, i) => this.base ** (-(2 * i) / dim)));
    // [batch or 1, 1, tokens, half]
    const angles = expandDims(mul(expandDims(cast(positions, 'float32'), 2), speeds), 1);
    const [cosine, sine] = [cos(angles), sin(angles)];
    if (this.pairs === 'halves') {
      const [a, b] = split(x, 2, 3) as [Tensor, Tensor]; // both
      return concat([add(mul(a, cosine), neg(mul(b, sine))), add(mul(b, cosine), mul(a, sine))], 3) as Tensor4D; // of rank 4
    }
    const [a, b] = unstack(reshape(x, [batch, heads, tokens, half, 2]), 4) as [Tensor, Tensor]; // both
    const turned = stack([add(mul(a, cosine), neg(mul(b, sine))), add(mul(b, cosine), mul(a, sine))], 4);
    return reshape(turned, [batch, heads, tokens, dim]);
  }
}

/**
 * Rotary positions: each pair of features of queries and keys is turned by an angle that is its position times
 * `base^(−2i / d)`, so that their product depends on how far apart they stand.
 *
 * @returns a value for the option `position` of `multiHeadAttention`
 * @throws ArgumentError when an option is wrong; ShapeError from the layer's `outputSpec`, when a head has an odd number of features
 * @example
 * const attention = multiHeadAttention({ heads: 2, causal: true, position: rotary() });
 * using model = build(attention, { input: [null, 8], seed: 7 });
 * @see Su et al., "RoFormer: enhanced transformer with rotary position embedding", 2021
 */
export function rotary(options: RotaryOptions = {}): PositionScheme {
  resolve(options);
  return withConfig('rotary', [options], {
    name: 'rotary',
    describe: ({ dim }) => {
      assertEven(dim);
      return {};
    },
    build: ({ dim }) => {
      assertEven(dim);
      return new Rotary(options);
    },
  });
}

function assertEven(dim: number): void {
  if (dim % 2 === 0) return;
  const [expected, received] = ['be even for each head', String(dim)];
  throw new ShapeError({ where: 'rotary', argument: 'features', expected, received });
}

function resolve(options: RotaryOptions) {
  const resolved = resolveOptions('rotary', options, { base: 10_000, pairs: 'halves' });
  checkNumber('rotary', 'base', resolved.base, { above: 1 });
  checkChoice('rotary', 'pairs', resolved.pairs, ['halves', 'neighbors']);
  return resolved;
}
