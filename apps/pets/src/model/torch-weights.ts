import { readFile } from 'node:fs/promises';
import { build, loadState, parameters } from '@neurite/core';
import { FormatError, NeuriteError } from '@neurite/core/errors';
import { readSafetensors, type SafetensorsEntry } from '@neurite/formats';
import { OWN } from '@neurite/pets-model/architecture';
import { type PetNetwork, petNetwork } from '@neurite/pets-model/network';
import { dispose, type Tensor, tensor, tidy, transpose } from '@tensorflow/tfjs-core';
import { architectureOf, pathOf } from './torch-names.js';

export type NewNetworkOptions = {
  readonly classes: number;
  readonly seed: number;
  /** A safetensors file of a residual network by PyTorch's names. Default: the network begins from scratch. */
  readonly weights?: string | undefined;
};

/**
 * A network that has not learned the classes: with random weights, or with those of a file in all but the last layer.
 *
 * @returns a network that the caller owns
 * @throws FormatError when the file is no safetensors file, or has no weights of a residual network
 */
export async function newNetwork({ classes, seed, weights }: NewNetworkOptions): Promise<PetNetwork> {
  const blueprint = (architecture = OWN) =>
    build(petNetwork(architecture, classes), { input: [null, null, 3], seed }) as PetNetwork; // as the blueprint says
  if (weights === undefined) return blueprint();
  const entries = await readWeights(weights);
  const architecture = architectureOf(new Map([...entries].map(([name, { shape }]) => [name, shape])));
  if (architecture === undefined) {
    throw new FormatError({
      where: weights,
      problem:
        'it does not hold the weights of a residual network by the names of torchvision (conv1.weight, layer1.0.conv1.weight, …)',
      advice: 'Save the state_dict of a ResNet with safetensors.torch.save_file',
    });
  }
  let network: PetNetwork | undefined;
  try {
    network = blueprint(architecture);
    loadBackbone(network, entries);
    return network;
  } catch (cause) {
    network?.dispose();
    if (!(cause instanceof NeuriteError)) throw cause;
    throw new FormatError({
      where: weights,
      problem: `its weights do not fit together (${cause.message.replace(/\.$/, '')})`,
      cause,
    });
  }
}

type Entries = ReadonlyMap<string, SafetensorsEntry>;

/** The tensors of a file, without what stands in front of all names, such as `backbone.`. */
async function readWeights(path: string): Promise<Entries> {
  const bytes = await readFile(path);
  try {
    const { tensors } = readSafetensors(bytes);
    const first = Object.keys(tensors).find((name) => name.endsWith('layer1.0.conv1.weight')) ?? '';
    const prefix = first.slice(0, -'layer1.0.conv1.weight'.length);
    const named = Object.entries(tensors).filter(([name]) => name.startsWith(prefix));
    return new Map(named.map(([name, entry]) => [name.slice(prefix.length), entry]));
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(path) : error;
  }
}

/** All but the last layer, which has other classes. */
function loadBackbone(network: PetNetwork, entries: Entries): void {
  const state: Record<string, Tensor> = {};
  try {
    for (const [name, { data, shape }] of entries) {
      const path = pathOf(name);
      if (path === undefined) continue;
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
        throw new FormatError({ where: name, problem: 'it holds integers' });
      }
      const values = Float32Array.from(data);
      if (!values.every(Number.isFinite)) throw new FormatError({ where: name, problem: 'it holds NaN or infinity' });
      // [filters, channels, height, width] in PyTorch.
      state[path] = tidy(() =>
        shape.length === 4 ? transpose(tensor(values, [...shape]), [2, 3, 1, 0]) : tensor(values, [...shape]),
      );
    }
    for (const [path, { value }] of parameters(network))
      if (path.startsWith('layers.fc.')) state[path] ??= value.clone();
    loadState(network, state);
  } finally {
    dispose(Object.values(state));
  }
}
