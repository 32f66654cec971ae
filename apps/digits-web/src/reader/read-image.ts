import { inference, type Module } from '@neurite/core';
import type { DigitModel } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE } from '@neurite/digits-model/network';
import { Sequential } from '@neurite/layers';
import { dispose, softmax, type Tensor, type Tensor4D, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { describeLayer, type LayerText } from './describe-layer.js';

/** The output of a layer for one image. */
export type LayerOutput = LayerText & {
  /** [height, width, maps], or [units]. */
  readonly shape: readonly number[];
  /** Row-major, channels last. */
  readonly data: Float32Array;
};

/**
 * Runs an image through a network, one layer after the other.
 *
 * @param image 28 × 28 shades in [0, 1]
 * @returns the probabilities of the ten digits and of none, and the output of each layer
 */
export async function readImage(
  model: DigitModel,
  image: Float32Array,
): Promise<{ readonly probabilities: Float32Array; readonly layers: readonly LayerOutput[] }> {
  const layers: readonly Module<never, unknown>[] = model instanceof Sequential ? model.layers : [model];
  const { outputs, probabilities } = tidy(() => {
    let value: Tensor = tensor4d(image, [1, ...INPUT_SHAPE]) as Tensor4D;
    const outputs = layers.map((layer) => {
      value = (layer as Module).forward(value, inference()); // each takes what the one before it gives
      return value;
    });
    return { outputs, probabilities: softmax(value) };
  });
  const all = [...outputs, probabilities];
  try {
    const data = await Promise.all(all.map((tensor) => tensor.data<'float32'>()));
    return {
      probabilities: Float32Array.from(data.pop()!),
      // Copies: two layers may share one buffer, and a buffer can be transferred to the page only once.
      layers: outputs.map(({ shape }, i) => ({
        ...describeLayer(layers[i]!),
        shape: shape.slice(1),
        data: Float32Array.from(data[i]!),
      })),
    };
  } finally {
    dispose(all);
  }
}
