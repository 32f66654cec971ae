import type { Tensor } from '@tensorflow/tfjs-core';
import type { Draw, Kind } from './draw.js';
import type { Nd } from './nd.js';

/** One call of an operation, and what it should answer. */
export type Case = {
  readonly inputs: readonly Nd[];
  /** The call; its parameters are the inputs as tensors, of whatever ranks it declares. */
  readonly run: (...inputs: never[]) => Tensor | readonly Tensor[] | Promise<Tensor | readonly Tensor[]>;
  /** The same in float64, by the most obvious loops. */
  readonly reference: (...inputs: Nd[]) => Nd | readonly Nd[];
};

/** An operation, as a row of the table. */
export type OperationSpec = {
  /** As it is called: `tf.image.cropAndResize` is `image.cropAndResize`. */
  readonly name: string;
  /** Other names of the same operation. */
  readonly also?: readonly string[];
  readonly draw: (draw: Draw) => Case;
  /** `none`: its outputs are indices, counts or booleans. Default: the first and the second derivative are checked. */
  readonly derivatives?: 'none';
  /** Each output depends on one element of each input: errors are relative to each output alone. */
  readonly elementwise?: boolean;
  /** How many plain calls are drawn. Default: as the engine has time for. 1: it is about one size, and has no other kinds. */
  readonly calls?: number;
  /** Kinds of inputs that make no sense here. */
  readonly without?: readonly Kind[];
};
