import { type Context, Module, type Table } from '@neurite/core';
import type { PetNetwork } from '@neurite/pets-model/network';
import { predict } from '@neurite/training';
import { div, maximum, norm, type Tensor2D, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Part } from '../data/photographs.js';
import { plainBatches } from '../data/pixels.js';

/** What a network knows of a photograph before its last layer, as a vector of length 1. */
class Features extends Module<Tensor4D, Tensor2D> {
  readonly network: PetNetwork;

  constructor(network: PetNetwork) {
    super();
    this.network = network;
  }

  override forward(x: Tensor4D, context: Context): Tensor2D {
    return tidy(() => {
      const { backbone, pool } = this.network.layers;
      const features = pool.forward(backbone.forward(x, context), context);
      return div(features, maximum(norm(features, 2, 1, true), 1e-12));
    });
  }
}

/** The features of all photographs of a part; between rows of length 1 the nearest are those of the largest cosine. */
export async function featuresOf(
  network: PetNetwork,
  part: Part,
  classes: number,
): Promise<Table & { data: Float32Array }> {
  const features = await predict(new Features(network), plainBatches(part, { classes, size: 64 }));
  const data = Float32Array.from(await features.data());
  features.dispose();
  return { rows: features.shape[0], columns: features.shape[1], data };
}
