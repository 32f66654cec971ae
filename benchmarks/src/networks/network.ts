import { type Blueprint, type Shape, spec, type TensorSpec, tokens } from '@neurite/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** One network, written once for each library. Its parameters come in the same order in each. */
export type Network = {
  /** A word by which the peers know it. */
  readonly key: string;
  readonly name: string;
  readonly inputShape: Shape;
  readonly classes: number;
  readonly batch: number;
  /** Inputs are int32 ids below this; without it they are float32 from 0 to 1. */
  readonly vocabulary?: number;
  /** Multiply-adds of one sample in products and convolutions, forward by the plain algorithm. */
  readonly products: number;
  /** Those of the first layer, whose gradient by its input nobody needs. */
  readonly firstProducts: number;
  readonly ours: Blueprint<never, Tensor2D>;
  readonly peer: () => LayersModel;
};

/** What our network is built for. */
export function inputOf({ inputShape, vocabulary }: Network): TensorSpec {
  return vocabulary === undefined ? spec(inputShape) : tokens(inputShape);
}

/** Floating-point operations of a batch: forward, or a train step, where each product has one gradient for either side. */
export function flopsOf({ batch, products, firstProducts }: Network, mode: 'train' | 'forward'): number {
  return 2 * batch * (mode === 'forward' ? products : 3 * products - firstProducts);
}
