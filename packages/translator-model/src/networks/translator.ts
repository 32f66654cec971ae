import {
  type AnyBlueprint,
  type Blueprint,
  type BuildContext,
  defineLayer,
  type Module,
  normal,
  type Size,
  type Spec,
  shared,
  spec,
  type TensorSpec,
  tokens,
} from '@neurite/core';
import { bidirectional } from '@neurite/layers/bidirectional';
import { crossAttention } from '@neurite/layers/cross-attention';
import { dense } from '@neurite/layers/dense';
import { dropout } from '@neurite/layers/dropout';
import { embedding } from '@neurite/layers/embedding';
import { gru } from '@neurite/layers/gru';
import { layerNorm } from '@neurite/layers/layer-norm';
import { lstm } from '@neurite/layers/lstm';
import { masked } from '@neurite/layers/masked';
import { rescale } from '@neurite/layers/rescale';
import { residual } from '@neurite/layers/residual';
import { sequential } from '@neurite/layers/sequential';
import { sinusoidalPositions } from '@neurite/layers/sinusoidal-positions';
import { tanh } from '@neurite/layers/tanh';
import { transformerDecoderBlock } from '@neurite/layers/transformer-decoder-block';
import { transformerEncoderBlock } from '@neurite/layers/transformer-encoder-block';
import { unembedding } from '@neurite/layers/unembedding';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import { Decoder, type ReadingBlock } from './decoder.js';
import { EncoderDecoder, type TranslatorInput } from './encoder-decoder.js';
import { RecurrentBlock } from './recurrent-block.js';

export const KINDS = ['gru', 'lstm', 'transformer'] as const;

/** The network, as a file says it. */
export type TranslatorOptions = {
  readonly kind: (typeof KINDS)[number];
  /** How many tokens there are. */
  readonly vocabulary: number;
  readonly features: number;
  readonly heads: number;
  /** How many layers the encoder has, and as many the decoder. */
  readonly layers: number;
  readonly dropout: number;
};

/** What the network takes: phrases of any length. */
export const INPUT: Readonly<Record<'source' | 'sourceMask' | 'target', TensorSpec<readonly [Size]>>> = {
  source: tokens([null]),
  sourceMask: spec([null]),
  target: tokens([null]),
};

/**
 * A network that translates: an encoder, and a decoder that attends to it, with one table of embeddings for what is read and
 * written.
 *
 * @returns a blueprint that takes `{ source, sourceMask, target }` to logits, [tokens, vocabulary]
 */
export function encoderDecoder(options: TranslatorOptions): Blueprint<TranslatorInput, Tensor3D> {
  return defineLayer('encoderDecoder', [options], {
    outputSpec: () => spec([null, options.vocabulary]),
    build: (_input, { random, ...context }: BuildContext) => {
      const { vocabulary, features } = options;
      const built = (name: string, blueprint: AnyBlueprint, input: Spec): Module<never, never> =>
        (blueprint as Blueprint<never, never>).build(input, { ...context, random: random.child(name) }); // all kinds are built alike
      const embeddingsInitializer = normal({ standardDeviation: features ** -0.5 });
      const table = shared('words', embedding(vocabulary, features, { embeddingsInitializer }));
      const isRecurrent = options.kind !== 'transformer';
      const embed = (): AnyBlueprint =>
        sequential(
          table,
          rescale(features ** 0.5),
          ...(isRecurrent ? [] : [sinusoidalPositions()]),
          ...(options.dropout > 0 ? [dropout(options.dropout)] : []),
        ) as AnyBlueprint;
      const encoder = masked(sequential(embed() as never, ...(encoderBlocks(options) as [])) as never);
      const each = { x: spec([null, features]), context: spec([null, features]), contextMask: spec([null]) };
      return new EncoderDecoder({
        encoder: built('encoder', encoder, { x: INPUT.source, mask: INPUT.sourceMask }),
        decoder: new Decoder({
          embed: built('embed', embed(), INPUT.target),
          blocks: Array.from({ length: options.layers }, (_, i) =>
            readingBlock(options, (name, of, input) => built(`blocks.${i}${name}`, of, input), each),
          ),
          head: built('head', sequential(layerNorm(), unembedding(table)), each.x),
        }),
      });
    },
  });
}

function encoderBlocks({ kind, features, heads, layers, dropout: rate }: TranslatorOptions): AnyBlueprint[] {
  const block = (): AnyBlueprint => {
    if (kind === 'transformer')
      return transformerEncoderBlock({ heads, hidden: 2 * features, activation: 'relu', dropout: rate });
    const half = (kind === 'lstm' ? lstm : gru)(features / 2, { returnSequences: true });
    return residual(bidirectional(half) as never);
  };
  return [...Array.from({ length: layers }, block), layerNorm()];
}

type Build = (name: string, blueprint: AnyBlueprint, input: Spec) => Module<never, never>;

function readingBlock(
  { kind, features, heads, dropout: rate }: TranslatorOptions,
  built: Build,
  each: Readonly<Record<'x' | 'context' | 'contextMask', Spec>>,
): ReadingBlock {
  if (kind === 'transformer') {
    return built('', transformerDecoderBlock({ heads, hidden: 2 * features, activation: 'relu', dropout: rate }), each);
  }
  const both = spec([null, 2 * features]);
  return new RecurrentBlock({
    recurrent: built('.recurrent', (kind === 'lstm' ? lstm : gru)(features, { returnSequences: true }), each.x),
    attention: built('.attention', crossAttention({ heads }), {
      query: each.x,
      context: each.context,
      mask: each.contextMask,
    }),
    mix: built('.mix', sequential(dense(features), tanh(), dropout(rate)), both),
  });
}
