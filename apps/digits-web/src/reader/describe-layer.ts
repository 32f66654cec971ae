import type { Module } from '@neurite/core';
import { Conv2d, Dense, Dropout, Flatten, MaxPool2d, Relu } from '@neurite/layers';

/** A layer in words for people. */
export type LayerText = { readonly title: string; readonly note: string };

/** What a layer is, and what it does to what comes from the layer before. */
export function describeLayer(layer: Module<never, unknown>): LayerText {
  if (layer instanceof Conv2d) {
    const [height, width, , filters] = layer.kernel.shape;
    return {
      title: `Convolution, ${filters} filters of ${height} × ${width}`,
      note: 'Each filter slides over the picture below it and answers wherever it finds its own little pattern.',
    };
  }
  if (layer instanceof Relu)
    return { title: 'ReLU', note: 'What is negative becomes 0: a filter found, or found not.' };
  if (layer instanceof MaxPool2d) {
    const window = layer.poolSize.join(' × ');
    return {
      title: `Max pooling, ${window}`,
      note: `Of each ${window} numbers the largest stays: a stroke may move a little.`,
    };
  }
  if (layer instanceof Flatten) return { title: 'Flatten', note: 'All maps in one row of numbers.' };
  if (layer instanceof Dropout) {
    return {
      title: `Dropout, ${Math.round(100 * layer.rate)} %`,
      note: 'Only in training: then so many of the numbers are left out by chance. While reading all of them pass.',
    };
  }
  if (layer instanceof Dense) {
    const [inputs, units] = layer.kernel.shape;
    return { title: `Dense, ${units} neurons`, note: `Each weighs all ${inputs} numbers: the score of its digit.` };
  }
  return { title: 'Layer', note: '' };
}
