import { stat } from 'node:fs/promises';
import { loadModel, saveModel } from '@neurite/formats';
import * as layers from '@neurite/layers';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { DataSet, Draw } from '../data/data-set.js';
import { takeRows } from '../data/take-rows.js';
import { buildNetwork, type Network, trainNetwork } from '../models/train-network.js';

/**
 * The convolutional network of a run: loaded where it was saved, otherwise trained and saved.
 *
 * @returns a network that the caller owns
 */
export async function trainedNetwork(
  { inputs, labels, shape, classes }: DataSet,
  { train }: Draw,
  {
    path,
    ...options
  }: { readonly path: string; readonly seed: number; readonly epochs: number; readonly leastSteps: number },
): Promise<Network> {
  if ((await stat(path).catch(() => undefined)) !== undefined) {
    const module = await loadModel<Tensor, Tensor2D>(path, layers);
    return { module, shape: shape ?? [inputs.raw.table.columns] };
  }
  const { table } = inputs.raw;
  const network = buildNetwork({
    network: 'convolutional',
    shape,
    columns: table.columns,
    classes: classes.length,
    seed: options.seed,
  });
  const y = Int32Array.from(train, (row) => labels[row]!);
  await trainNetwork(network, { x: takeRows(table, train), y }, options);
  await saveModel(path, network.module);
  return network;
}
