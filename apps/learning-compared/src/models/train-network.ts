import { build, type HostArray, hostArray, type Module, type Table } from '@neurite/core';
import { fromArrays } from '@neurite/data';
import { softmaxCrossEntropy } from '@neurite/losses';
import { adamW, warmupCosine } from '@neurite/optimizers';
import { fit, predict } from '@neurite/training';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { largestOfRows } from './largest-of-rows.js';
import type { NetworkName } from './model-names.js';
import { convolutionalNetwork, denseNetwork } from './networks.js';

const BATCH = 32;
const PEAK = 2e-3;

/** How networks learn, by name, for people. */
export const NETWORK_SETTINGS: readonly (readonly [name: string, value: string | number])[] = [
  ['dense network', 'dense 128, relu, dropout 0.2, dense'],
  ['convolutional network', '3 × 3 convolutions of 16 and 32 filters with max pooling, dense 64, dropout 0.3, dense'],
  ['optimizer', `adamW, warm-up to ${PEAK}, then a cosine to 0`],
  ['batch size', BATCH],
  ['augmentation', 'none: the networks see the samples that the other models see'],
];

/** A network of either kind, and how a sample lies in its input. */
export type Network = { readonly module: Module<Tensor, Tensor2D>; readonly shape: readonly number[] };

export type NetworkOptions = {
  readonly network: NetworkName;
  /** Height, width and channels, or undefined where samples are rows. */
  readonly shape: readonly [number, number, number] | undefined;
  readonly columns: number;
  readonly classes: number;
  readonly seed: number;
};

/** A network before it has learned; the caller owns it. */
export function buildNetwork({ network, shape, columns, classes, seed }: NetworkOptions): Network {
  const input = network === 'convolutional' && shape !== undefined ? shape : ([columns] as const);
  const module =
    input.length === 3
      ? build(convolutionalNetwork(classes), { input, seed })
      : build(denseNetwork(classes), { input, seed });
  return { module: module as Module<Tensor, Tensor2D>, shape: input }; // fed with tensors of its shape alone
}

/**
 * Trains a network; the same seed gives the same weights.
 *
 * @param options.epochs passes over the samples
 * @param options.leastSteps more passes are made where they make fewer steps than this
 */
export async function trainNetwork(
  network: Network,
  { x, y }: { readonly x: Table; readonly y: Int32Array },
  { epochs, seed, leastSteps }: { readonly epochs: number; readonly seed: number; readonly leastSteps: number },
): Promise<void> {
  const batches = fromArrays({ x: inputOf(network, x), y })
    .shuffle()
    .batch(BATCH);
  const passes = Math.max(epochs, Math.ceil(leastSteps / batches.size!));
  const optimizer = adamW({ learningRate: warmupCosine({ peak: PEAK, steps: passes * batches.size! }) });
  await fit(network.module, batches, { epochs: passes, loss: softmaxCrossEntropy, optimizer, seed });
}

/** @returns the class of the largest logit of each row */
export async function classify(network: Network, x: Table): Promise<Int32Array> {
  const logits = await predict(network.module, inputOf(network, x));
  const values = await logits.data<'float32'>();
  logits.dispose();
  return largestOfRows(values, logits.shape[1]);
}

/** Rows in the shape that a network takes. */
export function inputOf({ shape }: Network, { rows, data }: Table): HostArray<'float32'> {
  return hostArray(data instanceof Float32Array ? data : Float32Array.from(data), [rows, ...shape]);
}
