import { build, FormatError, loadState, type Module, type ModuleTree, NeuriteError, stateDict } from '@neurite/core';
import { type NamedTensorsWithMetadata, safetensorsToTensors, tensorsToSafetensors } from '@neurite/formats';
import { dispose, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { checkConfig, DEFAULT_CONFIG, type DigitConfig } from './config.js';
import { INPUT_SHAPE, networkOf } from './network.js';

export type DigitModel = Module<Tensor4D, Tensor2D>;

/** The settings of a training, which decide which digits the model has never seen, and what it looks like. */
export type Training = {
  readonly seed: number;
  readonly epochs: number;
  readonly data: string;
  /** Where the network is not the one of `npm start` without options. */
  readonly config?: DigitConfig;
};

/**
 * @param options.half rounds the weights to 16 bits: half the bytes
 * @returns a safetensors file
 */
export function encodeModel(
  model: ModuleTree,
  training: Training,
  { half = false }: { readonly half?: boolean } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const metadata = { app: 'digits', training: JSON.stringify(training) };
  return tensorsToSafetensors(stateDict(model), { metadata, floats: half ? 'F16' : 'F32' });
}

/**
 * Builds the network and fills it with the weights of a file.
 *
 * @param bytes the whole file
 * @param name how the error names the file
 * @returns a model that the caller owns, and the settings of its training
 * @throws FormatError when the file is broken, written by another program, or holds NaN or infinity
 */
export function decodeModel(bytes: Uint8Array, name: string): { model: DigitModel; training: Training } {
  const { tensors, metadata } = read(bytes, name);
  let model: DigitModel | undefined;
  try {
    const training = parseTraining(metadata);
    model = build(networkOf(training.config ?? DEFAULT_CONFIG), { input: INPUT_SHAPE });
    loadState(model, tensors);
    return { model, training };
  } catch (cause) {
    model?.dispose();
    const reason = cause instanceof NeuriteError ? ` (${cause.message.replace(/\.$/, '')})` : '';
    throw new FormatError({
      where: name,
      problem: `the file does not hold a model of this program${reason}`,
      advice: 'Train one with npm start',
      cause,
    });
  } finally {
    dispose(Object.values(tensors));
  }
}

function read(bytes: Uint8Array, name: string): NamedTensorsWithMetadata {
  try {
    // A network with one NaN answers NaN to every drawing.
    return safetensorsToTensors(bytes, { finite: true });
  } catch (error) {
    throw error instanceof NeuriteError ? error.within(name) : error;
  }
}

function parseTraining(metadata: Readonly<Record<string, string>>): Training {
  const { seed, epochs, data, config } = JSON.parse(metadata.training ?? '{}') as Partial<Training>;
  if (metadata.app !== 'digits' || seed === undefined || epochs === undefined || data === undefined) {
    throw new FormatError({ where: 'metadata', problem: 'it does not say how the model was trained' });
  }
  return { seed, epochs, data, ...(config === undefined ? {} : { config: checkConfig('metadata', config) }) };
}
