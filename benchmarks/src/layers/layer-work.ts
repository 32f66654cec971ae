import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { batchValues } from '../networks/values.js';
import type { Work } from '../peers/serve.js';
import { BATCH, type LayerCase } from './layer-case.js';

/** What comes out of a pass forward and back. */
export type Passed = {
  readonly y: Tensor;
  /** By the input, unless it is ids, and by the parameters in their order. */
  readonly gradients: readonly Tensor[];
};

/** The batch of a layer; the same numbers in each process. */
export function inputOfLayer({ shape, vocabulary }: LayerCase): Tensor {
  const all = [BATCH, ...shape];
  const values = batchValues(all, vocabulary);
  return vocabulary === undefined
    ? tensor(
        values.map((value) => 2 * value - 1),
        all,
      )
    : tensor(values, all, 'int32');
}

/** What the gradient of an output begins with. */
export function outputGradient(shape: readonly number[]): Tensor {
  return tensor(batchValues(shape), [...shape]);
}

/** Work that goes through a layer and back; `close` disposes what `pass` uses. */
export function layerWork({ random = false }: LayerCase, pass: () => Passed, close: () => void): Work {
  return {
    pace: 'layer',
    run: () => tidy(() => void pass()),
    digest: () =>
      tidy(() => {
        const { y, gradients } = pass();
        // Gradients of biases and scales follow from the output's.
        return random
          ? []
          : [y, ...gradients.filter(({ rank }) => rank > 1)].flatMap((each) => momentsOf(each.dataSync()));
      }),
    close,
  };
}

/** Size, mean magnitude, sum and root mean square: the same in every order of axes. */
function momentsOf(values: Readonly<ArrayLike<number>>): number[] {
  let [magnitude, sum, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    magnitude += Math.abs(value);
    sum += value;
    squares += value * value;
  }
  const count = values.length;
  return [count, magnitude / count, sum / Math.sqrt(count), Math.sqrt(squares / count)];
}
