import { type Blueprint, checkInteger, defineLayer, tensorInput } from '@neurite/core';
import { concat, fill, slice, type Tensor2D, tidy } from '@tensorflow/tfjs-core';
import { Tokenwise } from '../internal/tokenwise.js';
import type { Growth, Traced, Walk } from '../internal/trace.js';

/** The module of `shiftRight`. */
export class ShiftRight extends Tokenwise<Tensor2D> implements Traced {
  readonly start: number;

  /** @throws ArgumentError when the start is not an integer of at least 0 */
  constructor({ start }: { readonly start: number }) {
    super();
    checkInteger('shiftRight', 'start', start, { min: 0 });
    this.start = start;
  }

  /** False: each part would begin with the start. */
  override get continuable(): boolean {
    return false;
  }

  /** See `Traced`. */
  trace(_input: Growth, { refuse }: Walk): never {
    return refuse('is for training, where the text is known', 'Hand over the layers after it alone');
  }

  /**
   * @param x int32 ids, [batch, time]
   * @returns a new tensor of the same shape, owned by the caller
   */
  override forward(x: Tensor2D): Tensor2D {
    return tidy(() => {
      const [batch, time] = x.shape;
      const first: Tensor2D = fill([batch, Math.min(1, time)], this.start, 'int32');
      return concat([first, slice(x, [0, 0], [batch, Math.max(0, time - 1)])], 1);
    });
  }
}

/**
 * Moves ids one step later, so that a decoder reads at each step what it should have written before (teacher forcing): with
 * the text as input and target, the loss at step t is that of the t-th id.
 *
 * @param start the id that stands first: an integer of at least 0
 * @returns a blueprint that takes int32 ids [time] to the same
 * @throws ArgumentError when the start is not an integer of at least 0
 * @throws DtypeError from `outputSpec`, when the input is not int32
 * @example
 * const network = sequential(embedding(20, 8), gru(8, { returnSequences: true }), dense(20));
 * using writer = build(network, { input: tokens([null]), seed: 7 }); // for generate
 * const learner = new Sequential<Tensor2D, Tensor3D>({ layers: [new ShiftRight({ start: 0 }), writer] }); // for fit
 * @see Williams and Zipser, "A learning algorithm for continually running fully recurrent neural networks", 1989
 */
export function shiftRight(start: number): Blueprint<Tensor2D, Tensor2D> {
  new ShiftRight({ start }); // so that a wrong start is an error here, at the call
  return defineLayer('shiftRight', [start], {
    outputSpec: (input) => tensorInput('shiftRight', input, { axes: ['time'], dtype: 'int32' }),
    build: () => new ShiftRight({ start }),
  });
}
