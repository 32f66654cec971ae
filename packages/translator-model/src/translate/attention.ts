import { inference } from '@neurite/core';
import type { CrossAttention, TransformerDecoderBlock } from '@neurite/layers';
import type { FittedTokenizer } from '@neurite/preprocessing';
import { add, mean, type Tensor3D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { ReadingBlock } from '../networks/decoder.js';
import type { EncoderDecoder } from '../networks/encoder-decoder.js';
import { RecurrentBlock } from '../networks/recurrent-block.js';
import { END, phraseIds, START } from '../networks/tokens.js';
import { readPhrases } from './read-phrases.js';

/** How much each token of a translation looks at each token of the phrase, in the last layer, as the mean of its heads. */
export type Attention = {
  /** The tokens that are written, with `END` as `∎`. */
  readonly written: readonly string[];
  readonly read: readonly string[];
  /** [written][read] */
  readonly weights: readonly Float32Array[];
};

/** @param translation as the model wrote it */
export async function attentionOf(
  model: EncoderDecoder,
  tokenizer: FittedTokenizer,
  { phrase, translation }: { readonly phrase: string; readonly translation: string },
): Promise<Attention> {
  const ids = phraseIds(phrase, tokenizer);
  const written = tokenizer.transform(translation);
  const read = readPhrases(model, [ids]);
  const weights = tidy(() => {
    const x = tensor2d([[START, ...written]], [1, written.length + 1], 'int32');
    const input = read.input(x);
    const { context, contextMask } = input;
    const before = model.decoder.beforeLastBlock(input, inference());
    const asked = attending(model.decoder.blocks.at(-1)!, before);
    const all = asked.attention.weights({ query: asked.query, context, ...(contextMask && { mask: contextMask }) });
    return mean(all, 1) as Tensor3D; // [1, written, read]
  });
  read.dispose();
  const data = (await weights.data()) as Float32Array; // weights are float32
  weights.dispose();
  const nameOf = (id: number): string => (id === END ? '∎' : tokenizer.invert([id]).replaceAll(' ', '␣'));
  return {
    written: [...written, END].map(nameOf),
    read: Array.from(ids, nameOf),
    weights: Array.from({ length: written.length + 1 }, (_, i) => data.slice(i * ids.length, (i + 1) * ids.length)),
  };
}

/** The attention to the phrase in a block, and what asks there. To be called in a scope. */
function attending(block: ReadingBlock, x: Tensor3D): { readonly attention: CrossAttention; readonly query: Tensor3D } {
  if (block instanceof RecurrentBlock) {
    const query = block.recurrent.forward(x, inference());
    return { attention: block.attention as CrossAttention, query }; // as it was built
  }
  const { layers } = block as unknown as TransformerDecoderBlock; // of the other networks
  const run = (name: string, input: Tensor3D): Tensor3D =>
    layers[name]!.forward(input as never, inference()) as Tensor3D; // as the block calls it
  const seen = add<Tensor3D>(x, run('selfAttention', run('selfAttentionNorm', x)));
  return { attention: layers.crossAttention as unknown as CrossAttention, query: run('crossAttentionNorm', seen) };
}
