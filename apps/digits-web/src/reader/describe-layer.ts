import type { Module } from '@neurite/core';
import { BatchNorm, Conv2d, Dense, Dropout, Flatten, MaxPool2d, Relu } from '@neurite/layers';

/** A layer explained to people. */
export type LayerText = { readonly title: string; readonly note: string };

/** What a layer is, and what it does to the output of the layer before it. */
export function describeLayer(layer: Module<never, unknown>): LayerText {
  if (layer instanceof Conv2d) {
    const [height, width, , filters] = layer.kernel.shape;
    return {
      title: `Convolution, ${filters} filters of ${height} × ${width}`,
      note: 'Each filter slides over the maps below and responds wherever it finds its own small pattern.',
    };
  }
  if (layer instanceof BatchNorm) {
    return {
      title: 'Batch normalization',
      note: 'Each map is shifted and scaled by what was usual in training, so that all layers learn at one pace.',
    };
  }
  if (layer instanceof Relu)
    return { title: 'ReLU', note: 'Negative values become 0: the pattern is there, or it is not.' };
  if (layer instanceof MaxPool2d) {
    const window = layer.poolSize.join(' × ');
    return {
      title: `Max pooling, ${window}`,
      note: `Keeps the largest of each ${window} values: a stroke may move a little.`,
    };
  }
  if (layer instanceof Flatten) return { title: 'Flatten', note: 'All maps as one vector.' };
  if (layer instanceof Dropout) {
    return {
      title: `Dropout, ${Math.round(100 * layer.rate)} %`,
      note: 'In training, this share of the values is dropped at random. In reading, all values pass.',
    };
  }
  if (layer instanceof Dense) {
    const [inputs, units] = layer.kernel.shape;
    return {
      title: `Dense, ${units} neurons`,
      note: `Each sums all ${inputs} values with its own weights: the score of its digit, or of none.`,
    };
  }
  return { title: 'Layer', note: '' };
}
