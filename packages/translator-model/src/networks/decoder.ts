import {
  type Context,
  childContext,
  Module,
  memoryScope,
  type RunInput,
  type RunOutput,
  type State,
  type StateSize,
} from '@neurite/core';
import type { TransformerDecoderInput } from '@neurite/layers';
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';

/** What a decoder reads: the ids that are written so far, and what the encoder made of the phrase. */
export type DecoderInput = Omit<TransformerDecoderInput, 'x'> & {
  /** [batch, tokens] */
  readonly x: Tensor2D;
};

/** A part of a decoder that looks at the phrase, too. */
export type ReadingBlock = Module<TransformerDecoderInput, Tensor3D>;

/** Ids become features, blocks read the phrase beside them, and logits of the next ids come out, token by token where asked. */
export class Decoder extends Module<DecoderInput, Tensor3D> {
  readonly embed: Module<Tensor2D, Tensor3D>;
  readonly blocks: readonly ReadingBlock[];
  readonly head: Module<Tensor3D, Tensor3D>;

  constructor({ embed, blocks, head }: Pick<Decoder, 'embed' | 'blocks' | 'head'>) {
    super();
    this.embed = embed;
    this.blocks = blocks;
    this.head = head;
  }

  override get continuable(): boolean {
    return [this.embed, ...this.blocks, this.head].every(({ continuable }) => continuable);
  }

  override forward(input: DecoderInput, context: Context): Tensor3D {
    const { x, ...read } = input;
    return memoryScope('decoder', () => {
      const embedded = this.embed.forward(x, childContext(context, 'embed'));
      const mixed = this.blocks.reduce(
        (at, block, i) => block.forward({ x: at, ...read }, childContext(context, `blocks.${i}`)),
        embedded,
      );
      return this.head.forward(mixed, childContext(context, 'head'));
    });
  }

  /** @returns the features that the last block reads, new tensors that the caller owns */
  beforeLastBlock({ x, ...read }: DecoderInput, context: Context): Tensor3D {
    return memoryScope('decoder', () =>
      this.blocks
        .slice(0, -1)
        .reduce((at, block) => block.forward({ x: at, ...read }, context), this.embed.forward(x, context)),
    );
  }

  override run({ x: { x, ...read }, state }: RunInput<DecoderInput>, context: Context): RunOutput<Tensor3D> {
    const before = (state ?? {}) as Readonly<Record<string, State>>; // what an earlier run left, by names
    const next: Record<string, State> = {};
    const keep = <T>(name: string, { outputs, state }: RunOutput<T>): T => {
      if (Object.keys(state).length > 0) next[name] = state;
      return outputs;
    };
    return memoryScope('decoder', () => {
      const embedded = keep('embed', this.embed.run({ x, state: before.embed }, childContext(context, 'embed')));
      const mixed = this.blocks.reduce((at, block, i) => {
        const name = `blocks.${i}`;
        return keep(name, block.run({ x: { x: at, ...read }, state: before[name] }, childContext(context, name)));
      }, embedded);
      return { outputs: this.head.forward(mixed, childContext(context, 'head')), mask: undefined, state: next };
    });
  }

  override initialState(size: StateSize): State {
    const parts = [['embed', this.embed] as const, ...this.blocks.map((block, i) => [`blocks.${i}`, block] as const)];
    const states = parts.map(([name, part]) => [name, part.initialState(size)] as const);
    return Object.fromEntries(states.filter(([, state]) => Object.keys(state).length > 0));
  }
}
