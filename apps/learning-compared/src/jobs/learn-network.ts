import { countParameters } from '@neurite/core';
import type { NetworkName } from '../models/model-names.js';
import { buildNetwork, classify, trainNetwork } from '../models/train-network.js';
import type { Job, Labelled } from './job.js';
import type { Learned } from './learned.js';

/** Lets a network learn on the engine that is turned on. */
export async function learnNetwork(
  { model, shape, classes, seed, epochs, leastSteps }: Job & { readonly model: NetworkName },
  { x, y }: Labelled,
): Promise<Learned> {
  const network = buildNetwork({ network: model, shape, columns: x.columns, classes, seed });
  await trainNetwork(network, { x, y }, { epochs, seed, leastSteps });
  const { total, bytes } = countParameters(network.module);
  return {
    predict: (rows) => classify(network, rows),
    parameters: total,
    modelBytes: bytes,
    dispose: () => network.module.dispose(),
  };
}
