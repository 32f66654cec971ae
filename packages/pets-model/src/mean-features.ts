import { type Context, childContext, Module } from '@neurite/core';
import { add, log, mean, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { PetNetwork } from './network.js';

/** Below it a mean is as good as nothing. */
const FLOOR = 0.01;

/**
 * How strong each feature is in a photograph before the last stage of a network, as logarithms of means: what is drawn, or of
 * another texture than photographs have, differs there most.
 */
export class MeanFeatures extends Module<Tensor4D, Tensor2D> {
  readonly network: PetNetwork;

  /** @param network whose weights it shares; they stay the caller's */
  constructor(network: PetNetwork) {
    super();
    this.network = network;
  }

  override forward(x: Tensor4D, context: Context): Tensor2D {
    return tidy(() => {
      const { layers } = this.network.layers.backbone;
      const before = Object.entries(layers).slice(0, -1);
      const features = before.reduce(
        (value, [name, layer]) => layer.forward(value, childContext(context, `network.layers.backbone.layers.${name}`)),
        x,
      );
      return log(add(mean(features, [1, 2]), FLOOR)) as Tensor2D; // [batch, filters]
    });
  }
}
