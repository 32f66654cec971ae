import { dispose, engine, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import { firstValues } from '../networks/values.js';
import type { Work } from '../peers/serve.js';
import type { LayerCase } from './layer-case.js';
import { inputOfLayer, layerWork, outputGradient, type Passed } from './layer-work.js';

/** The layer of tfjs-layers, with tfjs's own gradients. */
export function tfjsLayer(layerCase: LayerCase): Work {
  if (layerCase.tfjs === undefined) throw new RangeError('tfjs-layers has no such layer');
  const layer = layerCase.tfjs() as ReturnType<typeof layers.dense>; // or another layer
  const x = inputOfLayer(layerCase);
  const forward = (): Tensor => layer.apply(x, { training: true }) as Tensor; // of one tensor, one
  const dy = outputGradient(tidy(() => forward().shape));
  const weights = layer.weights.map((weight) => [weight.name, weight.read().shape] as const);
  layer.setWeights(Array.from(firstValues(weights), ([, shape, values]) => tensor(values, [...shape])));
  const pass = (): Passed => {
    const parameters = layer.trainableWeights.map((weight) => weight.read());
    const of = layerCase.vocabulary === undefined ? [x, ...parameters] : parameters;
    const { value, grads } = engine().gradients(forward, of, dy);
    return { y: value, gradients: grads };
  };
  return layerWork(layerCase, pass, () => {
    layer.dispose();
    dispose([x, dy]);
  });
}
