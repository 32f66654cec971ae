import { build, type Callback, type HostArray, hostArray, type Module, RandomStream } from '@neurite/core';
import { dense, relu, sequential } from '@neurite/layers';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adam } from '@neurite/optimizers';
import { fit, type History } from '@neurite/training';
import type { Tensor2D } from '@tensorflow/tfjs-core';

const CLASSES = 3;
const FEATURES = 4;
const BATCH = 8;

/** A network of two layers, the same one each time. */
export function toyModel(): Module<Tensor2D, Tensor2D> {
  return build(sequential(dense(6), relu(), dense(CLASSES)), { input: [FEATURES], seed: 1 });
}

/** Batches that can be learned: the class is the largest of the first features. */
function toyBatches(count: number): { readonly x: HostArray; readonly y: HostArray }[] {
  const random = RandomStream.fromSeed(3);
  return Array.from({ length: count }, () => {
    const x = random.uniforms(BATCH * FEATURES, -1, 1);
    const y = Int32Array.from({ length: BATCH }, (_, row) => {
      const features = x.subarray(row * FEATURES, row * FEATURES + CLASSES);
      return features.indexOf(Math.max(...features));
    });
    return { x: hostArray(x, [BATCH, FEATURES]), y: hostArray(y, [BATCH]) };
  });
}

/** How a toy is trained. */
export type ToyRun = {
  readonly epochs: number;
  readonly batches: number;
  readonly callbacks?: readonly Callback[];
};

/** Trains a toy on its batches. */
export function trainToy(
  model: Module<Tensor2D, Tensor2D>,
  { epochs, batches, callbacks = [] }: ToyRun,
): Promise<History<Record<never, never>>> {
  return fit(model, toyBatches(batches), {
    epochs,
    loss: softmaxCrossEntropy,
    optimizer: adam({ learningRate: 0.05 }),
    callbacks,
  });
}
