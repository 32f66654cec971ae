import { type Blueprint, defineLayer, resolveOptions, type Spec, tensorInput } from '@neurite/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { multiHeadAttention } from '../attention/multi-head-attention.js';
import {
  checkTransformer,
  feedForward,
  normOf,
  type TransformerOptions,
  transformerDefaults,
} from '../internal/feed-forward.js';
import { lastSize } from '../internal/sizes.js';
import { dropout } from '../regularization/dropout.js';
import { namedSequential } from '../wiring/named-sequential.js';
import { residual } from '../wiring/residual.js';

/** The options of `transformerEncoderBlock`. */
export type TransformerEncoderBlockOptions = TransformerOptions & {
  /** Whether a token sees none of those after it: for language models. Default false. */
  readonly causal?: boolean;
  /** A token sees those alone that are fewer steps away than this. Default: however far. */
  readonly window?: number;
};

/**
 * A block of a transformer over one sequence: self-attention and a feed-forward network, each with a residual connection and a
 * norm. With `pre`, `x + part(norm(x))`; with `post`, `norm(x + part(x))`. Causal, it is a block of a language model.
 *
 * Its parameters are `layers.attention.…` and `layers.feedForward.…`, with `post` also `layers.attentionNorm.…` and
 * `layers.feedForwardNorm.…`. It takes a mask and a state as `multiHeadAttention` does. Put a norm after the last block of a
 * network with `pre`.
 *
 * @returns a blueprint that takes [tokens, features] to the same; the number of tokens may be null
 * @throws ArgumentError when an option is out of its range or unknown
 * @throws ShapeError from `outputSpec`, when the input is not [tokens, features], or the heads do not divide the features
 * @example
 * const block = transformerEncoderBlock({ heads: 2, causal: true, norm: 'rms', activation: 'swiglu', position: rotary() });
 * const network = sequential(embedding(50, 8), repeat(2, block), rmsNorm(), dense(50));
 * using model = build(network, { input: tokens([null]), seed: 7 });
 * @see Vaswani et al., "Attention is all you need", 2017; Xiong et al., "On layer normalization in the transformer
 * architecture", 2020
 */
export function transformerEncoderBlock(options: TransformerEncoderBlockOptions): Blueprint<Tensor3D, Tensor3D> {
  const resolved = resolveOptions('transformerEncoderBlock', options, {
    ...transformerDefaults(options),
    causal: false,
    window: undefined,
  });
  checkTransformer('transformerEncoderBlock', resolved);
  const { heads, causal, window, keyValueHeads, position, normalization, dropout: rate, useBias } = resolved;
  const attention = multiHeadAttention({
    heads,
    causal,
    useBias,
    dropout: rate,
    ...(window !== undefined && { window }),
    ...(keyValueHeads !== undefined && { keyValueHeads }),
    ...(position !== undefined && { position }),
  });
  const inner = (input: Spec) => {
    const features = lastSize(input);
    const part = (name: string, layer: Blueprint<never, unknown>) => {
      const dropped = { [name]: layer, ...(rate > 0 && { dropout: dropout(rate) }) };
      const branch = normalization === 'pre' ? { norm: normOf(resolved), ...dropped } : dropped;
      return residual(namedSequential<Tensor3D, Tensor3D>(branch));
    };
    const [first, second] = [
      part('attention', attention as Blueprint<never, unknown>),
      part('feedForward', feedForward(features, resolved) as Blueprint<never, unknown>), // all kinds are built alike
    ];
    return namedSequential<Tensor3D, Tensor3D>(
      normalization === 'pre'
        ? { attention: first, feedForward: second }
        : { attention: first, attentionNorm: normOf(resolved), feedForward: second, feedForwardNorm: normOf(resolved) },
    );
  };
  const check = (input: Spec) =>
    tensorInput('transformerEncoderBlock', input, { axes: ['tokens', 'features'], known: ['features'] });
  return defineLayer('transformerEncoderBlock', [options], {
    outputSpec: (input) => inner(check(input)).outputSpec(input),
    describe: (input) => inner(input).describe!(input),
    build: (input, context) => inner(input).build(input, context),
  });
}
