import type { Blueprint } from '@neurite/core';
import { conv2d, dense, dropout, flatten, maxPool2d, relu, sequential } from '@neurite/layers';
import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/** One hidden layer, of any inputs that lie flat. */
export function denseNetwork(classes: number): Blueprint<Tensor2D, Tensor2D> {
  return sequential(dense(128), relu(), dropout(0.2), dense(classes)) as Blueprint<Tensor2D, Tensor2D>;
}

/** Two convolutions find edges and what is made of them; one hidden layer weighs it. */
export function convolutionalNetwork(classes: number): Blueprint<Tensor4D, Tensor2D> {
  return sequential(
    conv2d(16, 3),
    relu(),
    maxPool2d(2),
    conv2d(32, 3),
    relu(),
    maxPool2d(2),
    flatten(),
    dense(64),
    relu(),
    dropout(0.3),
    dense(classes),
  );
}
