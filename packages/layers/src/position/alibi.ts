import { withConfig } from '@neurite/core';
import { abs, cast, expandDims, mul, sub, type Tensor, type Tensor1D, tensor } from '@tensorflow/tfjs-core';
import { Positioner, type PositionScheme } from './position-scheme.js';

/** What `alibi` builds. */
export class Alibi extends Positioner {
  readonly heads: number;

  /** @param options heads: the number of heads */
  constructor({ heads }: { readonly heads: number }) {
    super();
    this.heads = heads;
  }

  override bias(queries: Tensor, keys: Tensor1D): Tensor {
    const distance = abs(sub(expandDims(cast(queries, 'float32'), 2), cast(keys, 'float32'))); // [batch or 1, queries, keys]
    return mul(expandDims(distance, 1), tensor(slopesOf(this.heads), [1, this.heads, 1, 1]));
  }
}

/** −2^(−8h / heads); where the number of heads is no power of two, every second of twice as many fills up, as in the paper. */
function slopesOf(heads: number): number[] {
  const powers = (count: number): number[] => Array.from({ length: count }, (_, h) => -(2 ** ((-8 * (h + 1)) / count)));
  const below = 2 ** Math.floor(Math.log2(heads));
  const between = powers(2 * below).filter((_, h) => h % 2 === 0);
  return [...powers(below), ...between.slice(0, heads - below)];
}

/**
 * Attention with linear biases: scores fall with the distance of query and key, at another slope in each head. Nothing is
 * learned, and sequences may be longer than those of the training.
 *
 * @returns a value for the option `position` of `multiHeadAttention`
 * @example
 * const attention = multiHeadAttention({ heads: 2, causal: true, position: alibi() });
 * using model = build(attention, { input: [null, 8], seed: 7 });
 * @see Press, Smith and Lewis, "Train short, test long: attention with linear biases enables input length extrapolation", 2021
 */
export function alibi(): PositionScheme {
  return withConfig('alibi', [], {
    name: 'alibi',
    describe: () => ({}),
    build: ({ heads }: { readonly heads: number }) => new Alibi({ heads }),
  });
}
