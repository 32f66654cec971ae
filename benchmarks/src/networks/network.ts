import type { Blueprint, Shape } from '@neurite/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** One network, written once for each library; the weights differ, the work does not. */
export type Network = {
  /** A word by which the peers know it. */
  readonly key: string;
  readonly name: string;
  readonly inputShape: Shape;
  readonly classes: number;
  readonly batch: number;
  /** Inputs are whole numbers below this; without it they are numbers from 0 to 1. */
  readonly vocabulary?: number;
  readonly ours: Blueprint<never, Tensor2D>;
  readonly peer: () => LayersModel;
};
