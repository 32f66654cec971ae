import { readFile } from 'node:fs/promises';
import { useWasm } from '@neurite/backend-wasm';
import { ArgumentError, hostArray } from '@neurite/core';
import { predict } from '@neurite/training';
import { softmax } from '@tensorflow/tfjs-core';
import { toDigitPicture } from './digit-picture.js';
import { INPUT_SHAPE } from './network.js';
import { readPng } from './png.js';
import { loadModel } from './saved-model.js';

const BAR_COLUMNS = 40;

/** Prints the digit in a picture and the probabilities of all ten. */
export async function predictCommand(path: string, { run }: { readonly run: string }): Promise<void> {
  const picture = toDigitPicture(readPng(await readPicture(path), path), path);
  await useWasm();
  const { model } = await loadModel(run);
  const logits = await predict(model, hostArray(picture, [1, ...INPUT_SHAPE]));
  const probabilities = [...(await softmax(logits).data())];
  const best = probabilities.indexOf(Math.max(...probabilities));
  console.log(`${path} shows a ${best}\n`);
  for (const [digit, probability] of probabilities.entries()) {
    const bar = '█'.repeat(Math.round(probability * BAR_COLUMNS));
    console.log(`  ${digit}  ${(100 * probability).toFixed(1).padStart(5)} %  ${bar}`.trimEnd());
  }
}

async function readPicture(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'this is a folder' };
    throw new ArgumentError({
      where: path,
      problem: reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? 'the file cannot be read',
      advice: 'Give the path of a PNG picture of one digit',
      cause,
    });
  }
}
