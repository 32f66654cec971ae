import { type HostArray, hostArray, type RandomStream } from '@neurite/core';
import { mixup } from '@neurite/data-augmentation';
import { toInputs } from '@neurite/pets-model/pixels';
import { oneHot } from '../data/pixels.js';

/** A batch as the network takes it: float32 [batch, height, width, 3] and [batch, classes]. */
export type InputBatch = { readonly x: HostArray<'float32'>; readonly y: HostArray<'float32'> };

/**
 * Mixes each photograph of a batch with another one of it, which is changed already: mixing within the whole data set would
 * change every photograph twice.
 */
export function mixBatch(
  { x, y }: { readonly x: HostArray<'uint8'>; readonly y: HostArray<'int32'> },
  random: RandomStream,
  { classes, alpha }: { readonly classes: number; readonly alpha: number },
): InputBatch {
  const mix = mixup({ classes, alpha });
  const [count, ...shape] = x.shape as [number, ...number[]]; // a batch
  const size = x.data.length / count;
  const labels = oneHot(y, classes);
  const sampleOf = (row: number) => ({
    image: [hostArray(x.data.subarray(row * size, (row + 1) * size), shape)],
    label: [hostArray(labels.data.subarray(row * classes, (row + 1) * classes), [classes])],
  });
  const images = new Uint8Array(x.data.length);
  const targets = new Float32Array(labels.data.length);
  for (let row = 0; row < count; row++) {
    const pair = [sampleOf(row), sampleOf(random.integer(count))];
    const { image, label } = mix.apply(pair, mix.draw(random, pair));
    images.set(image![0]!.data, row * size);
    targets.set(label![0]!.data, row * classes);
  }
  return { x: toInputs(hostArray(images, x.shape)), y: hostArray(targets, labels.shape) };
}
