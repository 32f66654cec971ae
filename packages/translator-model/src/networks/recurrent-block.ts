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
import type { CrossAttentionInput, TransformerDecoderInput } from '@neurite/layers';
import { add, concat, type Tensor3D } from '@tensorflow/tfjs-core';

/** A recurrent layer whose states ask what of the phrase matters now: `y = x + mix([h, attention(h, phrase)])`. */
export class RecurrentBlock extends Module<TransformerDecoderInput, Tensor3D> {
  readonly recurrent: Module<Tensor3D, Tensor3D>;
  readonly attention: Module<CrossAttentionInput, Tensor3D>;
  readonly mix: Module<Tensor3D, Tensor3D>;

  constructor({ recurrent, attention, mix }: Pick<RecurrentBlock, 'recurrent' | 'attention' | 'mix'>) {
    super();
    this.recurrent = recurrent;
    this.attention = attention;
    this.mix = mix;
  }

  override get continuable(): boolean {
    return true;
  }

  override forward(x: TransformerDecoderInput, context: Context): Tensor3D {
    return memoryScope('recurrentBlock', () => this.run({ x }, context).outputs);
  }

  override run(
    { x: { x, context: read, contextMask }, state }: RunInput<TransformerDecoderInput>,
    context: Context,
  ): RunOutput<Tensor3D> {
    return memoryScope('recurrentBlock', () => {
      const { outputs, state: next } = this.recurrent.run({ x, state }, childContext(context, 'recurrent'));
      const asked = { query: outputs, context: read, ...(contextMask && { mask: contextMask }) };
      const found = this.attention.forward(asked, childContext(context, 'attention'));
      const mixed = this.mix.forward(concat([outputs, found], 2), childContext(context, 'mix'));
      return { outputs: add<Tensor3D>(x, mixed), mask: undefined, state: next };
    });
  }

  override initialState(size: StateSize): State {
    return this.recurrent.initialState(size);
  }
}
