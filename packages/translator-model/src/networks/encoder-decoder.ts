import { type Context, childContext, Module, memoryScope } from '@neurite/core';
import type { MaskedInput } from '@neurite/layers';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Decoder } from './decoder.js';

/** What a translator learns from: a phrase, and its translation up to each token. */
export type TranslatorInput = {
  /** Ids [batch, tokens] */
  readonly source: Tensor2D;
  /** [batch, tokens]: 1 where the phrase has a token, 0 where it was filled up. */
  readonly sourceMask: Tensor2D;
  /** Ids [batch, tokens], one step later than what should come out. */
  readonly target: Tensor2D;
};

/** An encoder reads a phrase, a decoder writes its translation and looks at what the encoder made of it. */
export class EncoderDecoder extends Module<TranslatorInput, Tensor3D> {
  readonly encoder: Module<MaskedInput<Tensor2D>, Tensor3D>;
  readonly decoder: Decoder;

  constructor({ encoder, decoder }: Pick<EncoderDecoder, 'encoder' | 'decoder'>) {
    super();
    this.encoder = encoder;
    this.decoder = decoder;
  }

  /** @returns the logits of the next ids, [batch, tokens, ids] */
  override forward({ source, sourceMask, target }: TranslatorInput, context: Context): Tensor3D {
    return memoryScope('encoderDecoder', () => {
      const read = this.encoder.forward({ x: source, mask: sourceMask }, childContext(context, 'encoder'));
      const input = { x: target, context: read, contextMask: sourceMask };
      return this.decoder.forward(input, childContext(context, 'decoder'));
    });
  }
}
