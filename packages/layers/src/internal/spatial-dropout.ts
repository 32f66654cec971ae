import { type Blueprint, type Context, checkNumber, defineLayer, isTraining } from '@neurite/core';
import { clone, mul, type Tensor, tidy } from '@tensorflow/tfjs-core';
import { kept } from './kept.js';
import { assertSpatial, spatialInput } from './spatial.js';
import { Tokenwise } from './tokenwise.js';

/** What identifies such a layer. */
export type SpatialDropoutCall = { readonly where: string; readonly axes: readonly string[]; readonly rate: number };

/** What layers have in common that drop whole channels. */
export abstract class SpatialDropout<T extends Tensor> extends Tokenwise<T> {
  readonly rate: number;
  readonly #call: SpatialDropoutCall;

  constructor(call: SpatialDropoutCall) {
    super();
    checkRate(call);
    this.rate = call.rate;
    this.#call = call;
  }

  /**
   * @param x [batch, …spatial, channels]
   * @param context in training its random key says which channels are dropped; else nothing is
   * @returns a new tensor of the same shape, owned by the caller
   * @throws ShapeError when `x` has other axes
   */
  override forward(x: T, context: Context): T {
    const { where, axes } = this.#call;
    assertSpatial(where, x, { axes });
    if (!isTraining(this, context) || this.rate === 0) return clone(x);
    return tidy(() => {
      const shape = [x.shape[0]!, ...axes.map(() => 1), x.shape.at(-1)!];
      return mul(x, kept(shape, this.rate, context)) as T; // the shape of x
    });
  }
}

/** The blueprint of such a layer. */
export function spatialDropout<T extends Tensor>(
  call: SpatialDropoutCall,
  build: () => SpatialDropout<T>,
): Blueprint<T, T> {
  const { where, axes, rate } = call;
  checkRate(call);
  return defineLayer(where, [rate], { outputSpec: (input) => spatialInput(where, input, { axes }), build });
}

function checkRate({ where, rate }: SpatialDropoutCall): void {
  checkNumber(where, 'rate', rate, { atLeast: 0, below: 1 });
}
