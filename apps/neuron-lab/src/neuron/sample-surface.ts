import { RandomStream } from '@neurite/core';
import { Dense } from '@neurite/layers';
import { mean, tensor1d, tensor2d, tidy, tile } from '@tensorflow/tfjs-core';
import { LOSS_FUNCTIONS } from './loss-functions.js';
import type { LossName } from './neuron-state.js';
import type { Point } from './points.js';
import type { Surface, SurfaceRange } from './surface.js';

/**
 * The loss over weight and bias: many neurons side by side, one for each place of the grid, are one dense layer.
 *
 * @param options.size places along each side
 */
export async function sampleSurface(
  { points, loss }: { readonly points: readonly Point[]; readonly loss: LossName },
  { w, b, size }: SurfaceRange & { readonly size: number },
): Promise<Surface> {
  const places = Array.from({ length: size * size }, (_, i) => [
    along(w, (i % size) / (size - 1)),
    along(b, Math.floor(i / size) / (size - 1)),
  ]);
  const losses = tidy(() => {
    const neurons = sideBySide(places);
    const predictions = neurons.forward(tensor2d(points.map(({ x }) => [x])));
    neurons.dispose();
    const targets = tile(tensor2d(points.map(({ y }) => [y])), [1, places.length]);
    return mean(LOSS_FUNCTIONS[loss].each(predictions, targets), 0);
  });
  const data = (await losses.data()) as Float32Array; // float32, as every loss
  losses.dispose();
  return { w, b, size, loss: data };
}

function sideBySide(places: readonly (readonly number[])[]): Dense {
  return new Dense({
    features: 1,
    units: places.length,
    kernelInitializer: () => tensor2d([places.map(([weight]) => weight!)]),
    biasInitializer: () => tensor1d(places.map(([, bias]) => bias!)),
    random: RandomStream.fromSeed(0), // nothing is drawn
  });
}

function along([low, high]: readonly [number, number], share: number): number {
  return low + (high - low) * share;
}
