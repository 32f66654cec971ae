import { build, inference } from '@neurite/core';
import { type Conv2d, conv2d, relu } from '@neurite/layers';
import { dispose, type Tensor4D, tensor1d, tensor4d, tidy } from '@tensorflow/tfjs-core';
import { IMAGE_SIDE, KERNEL, type LayersState } from './layers-state.js';

/** What comes out of the layer: a square of numbers, row by row. */
export type FeatureMap = { readonly size: number; readonly values: Float32Array };

/** The image through a layer of one filter, and through ReLU where that is asked for. */
export async function convolve(
  state: Pick<LayersState, 'pixels' | 'kernel' | 'bias' | 'strides' | 'padding' | 'relu'>,
): Promise<FeatureMap> {
  const options = { strides: Number(state.strides), padding: state.padding };
  using layer = build(conv2d(1, KERNEL, options), { input: [IMAGE_SIDE, IMAGE_SIDE, 1] }) as Conv2d; // a conv2d builds it
  layer.kernel.assign(tensor4d([...state.kernel], [KERNEL, KERNEL, 1, 1]));
  layer.bias!.assign(tensor1d([state.bias])); // it has one by default
  using rectifier = build(relu(), { input: [null, null, 1] });
  const output = tidy(() => {
    const sums = layer.forward(tensor4d([...state.pixels], [1, IMAGE_SIDE, IMAGE_SIDE, 1]));
    return (state.relu ? rectifier.forward(sums, inference()) : sums) as Tensor4D; // ReLU keeps the shape
  });
  const values = Float32Array.from(await output.data());
  const size = output.shape[1];
  dispose(output);
  return { size, values };
}
