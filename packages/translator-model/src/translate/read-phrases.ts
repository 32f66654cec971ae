import { inference } from '@neurite/core';
import { pad } from '@neurite/preprocessing/pad';
import { type Tensor2D, type Tensor3D, tensor, tidy, tile } from '@tensorflow/tfjs-core';
import type { DecoderInput } from '../networks/decoder.js';
import type { EncoderDecoder } from '../networks/encoder-decoder.js';

/** Phrases as a decoder reads them, of each the ids. */
export type ReadPhrases = {
  /** What the decoder takes for texts that are written: one of each phrase, or of one phrase any number. */
  readonly input: (x: Tensor2D) => DecoderInput;
  dispose(): void;
};

/** Runs the encoder once. @param phrases ids of each, which end with `END` */
export function readPhrases({ encoder }: EncoderDecoder, phrases: readonly Int32Array[]): ReadPhrases {
  const { data, mask } = pad(phrases);
  const [rows, columns] = data.shape as [number, number]; // of rank 2
  const { context, contextMask } = tidy(() => {
    const contextMask = tensor(Float32Array.from(mask.data), [rows, columns]) as Tensor2D;
    const x = tensor(data.data, [rows, columns], 'int32') as Tensor2D;
    return { context: encoder.forward({ x, mask: contextMask }, inference()), contextMask };
  });
  return {
    input: (x) => {
      const copies = x.shape[0] / rows;
      if (copies === 1) return { x, context, contextMask };
      return { x, context: tile(context, [copies, 1, 1]) as Tensor3D, contextMask: tile(contextMask, [copies, 1]) };
    },
    dispose: () => {
      context.dispose();
      contextMask.dispose();
    },
  };
}
