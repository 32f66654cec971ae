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

/** Where the filter lies for an index of the output: the row and column of its first pixel, outside below 0. */
export function windowAt(
  index: number,
  { size, strides, padding }: { size: number } & Pick<LayersState, 'strides' | 'padding'>,
): { readonly row: number; readonly column: number } {
  const stride = Number(strides);
  const missing = padding === 'same' ? Math.max((size - 1) * stride + KERNEL - IMAGE_SIDE, 0) : 0;
  // The bottom and the right get the odd pixel, as in TensorFlow.
  const before = Math.floor(missing / 2);
  return { row: Math.floor(index / size) * stride - before, column: (index % size) * stride - before };
}

/** The pixels under the filter, row by row; 0 beyond the border. */
export function pixelsUnder(pixels: readonly number[], { row, column }: { row: number; column: number }): number[] {
  return Array.from({ length: KERNEL ** 2 }, (_, i) => {
    const [y, x] = [row + Math.floor(i / KERNEL), column + (i % KERNEL)];
    const inside = y >= 0 && y < IMAGE_SIDE && x >= 0 && x < IMAGE_SIDE;
    return inside ? pixels[y * IMAGE_SIDE + x]! : 0;
  });
}
