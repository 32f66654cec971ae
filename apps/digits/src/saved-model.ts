import { readFile, stat } from 'node:fs/promises';
import { ArgumentError } from '@neurite/core';
import { type DigitModel, decodeModel, encodeModel, type Training } from '@neurite/digits-model/model-file';
import { writeFileAtomic } from '@neurite/formats';

const FILE = 'model.safetensors';

export async function saveModel(folder: string, model: DigitModel, training: Training): Promise<void> {
  await writeFileAtomic(`${folder}/${FILE}`, await encodeModel(model, training));
}

/** @returns when the model of a run was saved, or undefined where there is none */
export async function timeOfModel(folder: string): Promise<Date | undefined> {
  try {
    return (await stat(`${folder}/${FILE}`)).mtime;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Builds the network and fills it with the weights of a run.
 *
 * @returns a model that the caller owns, and how it was trained
 * @throws ArgumentError when there is no model; FormatError when it is broken or another program's
 */
export async function loadModel(folder: string): Promise<{ model: DigitModel; training: Training }> {
  const path = `${folder}/${FILE}`;
  return decodeModel(await read(path), path);
}

async function read(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
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
