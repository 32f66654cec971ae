import { readFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { modelFromBytes } from '@neurite/command-kit/model-from-bytes';
import { hostArray } from '@neurite/core';
import { toAnswer } from '@neurite/pets-model/answer';
import { classify } from '@neurite/pets-model/classify';
import { PETS_FILE } from '@neurite/pets-model/model-file';

/**
 * @param {string} path of a model file
 * @returns {Promise<import('@neurite/pets-model/model-file').Pets>}
 */
export async function loadPets(path) {
  await useWasm();
  return modelFromBytes(readFileSync(path), { where: path, ...PETS_FILE });
}

/**
 * Looks at each photograph of a folder.
 *
 * @param {import('@neurite/pets-model/model-file').Pets} pets
 * @param {import('@neurite/data/image-folder').ImageFolder} folder
 * @returns {Promise<{ file: string, truth: number, label: number, unlike: boolean }[]>}
 */
export async function classifyAll(pets, { data, files }) {
  const { size } = pets.card;
  const found = [];
  for await (const { x, y } of data.batch(1)) {
    const classified = await classify(pets, hostArray(x.data, [size, size, 3]));
    const { label } = toAnswer(classified);
    found.push({ file: files[found.length], truth: y.data[0], label, unlike: classified.distance > 1 });
  }
  return found;
}
