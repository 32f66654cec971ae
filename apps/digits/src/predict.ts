import { readFile } from 'node:fs/promises';
import { useWasm } from '@neurite/backend-wasm';
import { ArgumentError, hostArray } from '@neurite/core';
import { percent, toAnswer, withArticle } from '@neurite/digits-model/answer';
import { NO_DIGIT } from '@neurite/digits-model/classes';
import { toDigitImage } from '@neurite/digits-model/digit-image';
import { doubtOf } from '@neurite/digits-model/doubt';
import { toGrey } from '@neurite/digits-model/grey-image';
import { INPUT_SHAPE } from '@neurite/digits-model/network';
import { decodePng } from '@neurite/images/png';
import { predict } from '@neurite/training';
import { softmax } from '@tensorflow/tfjs-core';
import { loadModel } from './saved-model.js';

/** Far more than a photograph of a digit needs. */
const MOST_PIXELS = 50e6;
const BAR_COLUMNS = 40;

/** Prints the digit in an image, or why it looks like none, and the probabilities of all ten and of none. */
export async function predictCommand(path: string, { run }: { readonly run: string }): Promise<void> {
  const image = toDigitImage(toGrey(decodePng(await readImage(path), { name: path, maxPixels: MOST_PIXELS })), path);
  await useWasm();
  const { model } = await loadModel(run);
  const logits = await predict(model, hostArray(image, [1, ...INPUT_SHAPE]));
  const probabilities = await softmax(logits).data();
  const { digit } = toAnswer(probabilities);
  const doubt = doubtOf(image, probabilities);
  if (doubt === undefined) console.log(`${path} shows ${withArticle(digit)}\n`);
  else {
    console.log(`${path} does not look like a digit I learned from:`);
    console.log(`${doubt}. If it is one, the nearest is ${digit}.\n`);
  }
  for (const [value, probability] of probabilities.entries()) {
    const name = value === NO_DIGIT ? 'none' : String(value);
    const bar = '█'.repeat(Math.round(probability * BAR_COLUMNS));
    console.log(`  ${name.padStart(4)}  ${percent(probability).padStart(7)}  ${bar}`.trimEnd());
  }
}

async function readImage(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reasons: Record<string, string> = { ENOENT: 'there is no such file', EISDIR: 'this is a folder' };
    const problem = reasons[(cause as NodeJS.ErrnoException).code ?? ''];
    if (problem === undefined) throw cause;
    throw new ArgumentError({ where: path, problem, advice: 'Give the path of a PNG image of one digit', cause });
  }
}
