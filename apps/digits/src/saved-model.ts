import { ArgumentError, build, FormatError, loadState, type Module, NeuriteError, stateDict } from '@neurite/core';
import { loadSafetensors, saveSafetensors } from '@neurite/formats';
import { dispose, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { INPUT_SHAPE, network } from './network.js';

export type DigitModel = Module<Tensor4D, Tensor2D>;

/** What the data of a run was: it decides which digits were never seen. */
export type Training = { readonly seed: number; readonly epochs: number; readonly data: string };

const FILE = 'model.safetensors';

export async function saveModel(folder: string, model: DigitModel, training: Training): Promise<void> {
  const metadata = { app: 'digits', training: JSON.stringify(training) };
  await saveSafetensors(`${folder}/${FILE}`, { tensors: stateDict(model), metadata });
}

/**
 * Builds the network and fills it with the weights of a run.
 *
 * @returns a model that the caller owns, and how it was trained
 * @throws ArgumentError when there is no model; FormatError when it is broken or another program's
 */
export async function loadModel(folder: string): Promise<{ model: DigitModel; training: Training }> {
  const path = `${folder}/${FILE}`;
  const { tensors, metadata } = await read(path);
  const model = build(network, { inputShape: INPUT_SHAPE });
  try {
    loadState(model, tensors);
    return { model, training: parseTraining(metadata) };
  } catch (cause) {
    model.dispose();
    const reason = cause instanceof NeuriteError ? ` (${cause.message.replace(/\.$/, '')})` : '';
    throw new FormatError({
      where: path,
      problem: `the file does not hold a model of this program${reason}`,
      advice: 'Train one with npm start',
      cause,
    });
  } finally {
    dispose(Object.values(tensors));
  }
}

async function read(path: string): ReturnType<typeof loadSafetensors> {
  try {
    return await loadSafetensors(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new ArgumentError({
      where: path,
      problem: 'there is no saved model yet',
      advice: 'Train one with npm start',
      cause,
    });
  }
}

function parseTraining(metadata: Readonly<Record<string, string>>): Training {
  const { seed, epochs, data } = JSON.parse(metadata.training ?? '{}') as Partial<Training>;
  if (metadata.app !== 'digits' || seed === undefined || epochs === undefined || data === undefined) {
    throw new FormatError({ where: 'metadata', problem: 'it does not say how the model was trained' });
  }
  return { seed, epochs, data };
}
