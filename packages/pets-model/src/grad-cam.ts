import { inference, registerGradients } from '@neurite/core';
import {
  grad,
  mean,
  mul,
  relu,
  slice,
  squeeze,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tidy,
} from '@tensorflow/tfjs-core';
import type { PetNetwork } from './network.js';

/** Numbers from 0 to 1 for parts of a photograph, row by row. */
export type Heat = { readonly values: Float32Array; readonly height: number; readonly width: number };

/**
 * Where the network sees a class: its last feature maps, each weighted by how much the logit of the class grows with it, where
 * their sum is above 0.
 *
 * @param x a photograph, [1, height, width, 3]
 * @param label the index of the class
 * @returns as coarse as the feature maps, with a maximum of 1; all 0 where nothing speaks for the class
 * @see Selvaraju et al., "Grad-CAM: visual explanations from deep networks via gradient-based localization", 2017
 */
export async function gradCam({ layers }: PetNetwork, x: Tensor4D, label: number): Promise<Heat> {
  registerGradients();
  const map = tidy(() => {
    const features = layers.backbone.forward(x, inference());
    const logitOf = (maps: Tensor): Tensor => {
      const pooled = layers.pool.forward(maps as Tensor4D, inference()); // called with the features
      const logits = layers.fc.forward(pooled, inference());
      return sum(slice(logits, [0, label], [1, 1]));
    };
    const weights = mean(grad(logitOf)(features), [1, 2], true);
    return squeeze(relu(sum(mul(features, weights), 3)), [0]) as Tensor2D; // of one photograph
  });
  const values = Float32Array.from(await map.data());
  map.dispose();
  return { values: toUnit(values), height: map.shape[0], width: map.shape[1] };
}

/** Divides by the largest value; values of at most 0 become 0. */
export function toUnit(values: Float32Array): Float32Array {
  const largest = values.reduce((most, value) => Math.max(most, value), 0);
  return largest === 0 ? values.fill(0) : values.map((value) => Math.max(0, value / largest));
}
