import { ArgumentError, build, FormatError, loadState, type Module, parameters } from '@neurite/core';
import { safetensorsToTensors } from '@neurite/formats';
import { dispose, tensor } from '@tensorflow/tfjs-core';
import { decodeConfig, type NetworkConfig } from './network-config.js';
import { networkOf } from './task.js';

/** A place of a weight: the layer from 0, the unit, and the input; input −1 is the bias. */
export type WeightPlace = { readonly layer: number; readonly unit: number; readonly input: number };

/**
 * Puts a number into a network.
 *
 * @throws ArgumentError for NaN, and for what is infinite in float32
 */
export async function setWeight(
  model: Module<never, unknown>,
  { place: { layer, unit, input }, value }: { readonly place: WeightPlace; readonly value: number },
): Promise<void> {
  if (!Number.isFinite(Math.fround(value))) {
    throw new ArgumentError({
      where: 'setWeight',
      argument: 'value',
      expected: 'be a number that float32 can hold',
      received: String(value),
    });
  }
  const kernels = [...parameters(model)].filter(([path]) => path.endsWith(input < 0 ? 'bias' : 'kernel'));
  const parameter = kernels[layer]![1];
  const values = Float32Array.from(await parameter.value.data());
  const units = parameter.shape.at(-1)!;
  values[input < 0 ? unit : input * units + unit] = value;
  parameter.assign(tensor(values, [...parameter.shape]));
}

/**
 * Puts the weights of a safetensors file into a network.
 *
 * @throws FormatError for NaN and infinity; FormatError, ArgumentError or ShapeError when they are not this network's
 */
export function loadWeights(model: Module<never, unknown>, bytes: Uint8Array): void {
  const { tensors } = safetensorsToTensors(bytes, { finite: true });
  try {
    loadState(model, tensors);
  } finally {
    dispose(Object.values(tensors));
  }
}

/**
 * Refuses a file whose weights are not those of a network, before anything gives way to it.
 *
 * @throws as `loadWeights`
 */
export function checkWeights(config: NetworkConfig, bytes: Uint8Array): void {
  using model = build(networkOf(config), { input: [config.features.length], seed: config.seed });
  loadWeights(model, bytes);
}

/**
 * The configuration that a file of this laboratory was saved with; undefined in a file from elsewhere.
 *
 * @throws FormatError when it is none
 */
export function savedConfig(bytes: Uint8Array): NetworkConfig | undefined {
  const { tensors, metadata } = safetensorsToTensors(bytes);
  dispose(Object.values(tensors));
  if (metadata.neuronLab === undefined) return undefined;
  const { state, problems } = decodeConfig(metadata.neuronLab);
  if (problems.length === 0) return state;
  throw new FormatError({
    where: 'savedConfig',
    argument: 'neuronLab',
    expected: 'be a configuration of the laboratory',
    received: problems.join(', '),
  });
}
