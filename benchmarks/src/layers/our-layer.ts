import {
  type Blueprint,
  build,
  type Module,
  parameters,
  RandomStream,
  randomKeys,
  spec,
  tokens,
  trainables,
} from '@neurite/core';
import { dispose, engine, type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { firstValues } from '../networks/values.js';
import type { Work } from '../peers/serve.js';
import type { LayerCase } from './layer-case.js';
import { inputOfLayer, layerWork, outputGradient, type Passed } from './layer-work.js';

/** The layer of ours. */
export function ourLayer(layerCase: LayerCase): Work {
  const { shape, vocabulary } = layerCase;
  const input = vocabulary === undefined ? spec(shape) : tokens(shape);
  const x = inputOfLayer(layerCase);
  const model = build(layerCase.ours as Blueprint<Tensor, Tensor>, { input });
  setFirstValues(model);
  const forward = (): Tensor => model.forward(x, { training: true, random: randomKeys(RandomStream.fromSeed(2)) });
  const dy = outputGradient(tidy(() => forward().shape));
  // On tfjs's own tape, from the same gradient, so that nothing but the layer differs from that of tfjs-layers.
  const pass = (): Passed => {
    const parameters = Object.values(trainables(model));
    const of = vocabulary === undefined ? [x, ...parameters] : parameters;
    const { value, grads } = engine().gradients(forward, of, dy);
    return { y: value, gradients: grads };
  };
  return layerWork(layerCase, pass, () => {
    model.dispose();
    dispose([x, dy]);
  });
}

/** Gives a model the values from which every peer starts. */
export function setFirstValues(model: Module<Tensor, Tensor>): void {
  const all = parameters(model);
  for (const [path, shape, values] of firstValues(Array.from(all, ([name, { shape }]) => [name, shape] as const))) {
    all.get(path)!.assign(tensor(values, [...shape]));
  }
}
