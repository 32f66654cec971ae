import { readFileSync } from 'node:fs';
import { useWasm } from '@neurite/backend-wasm';
import { modelFromBytes } from '@neurite/command-kit/model-from-bytes';
import { hostArray, RandomStream } from '@neurite/core';
import { resize } from '@neurite/images/resize';
import { classify } from '@neurite/pets-model/classify';
import { PETS_FILE, type Pets, type PetsCard } from '@neurite/pets-model/model-file';
import type { PetNetwork } from '@neurite/pets-model/network';
import { removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SIDE = 96;
const COUNT = 3;
let pets: Pets;

beforeAll(async () => {
  await useWasm();
  const bytes = readFileSync(new URL('../src/model/trained.safetensors', import.meta.url));
  pets = modelFromBytes<PetNetwork, PetsCard>(bytes, { where: 'trained', ...PETS_FILE });
});
afterAll(() => {
  pets.model.dispose();
  removeBackend('wasm');
});

/** Cells of random colors in an image of 96 × 96 pixels. */
const cells = (random: RandomStream, across: number, method: 'bilinear' | 'nearest') => {
  const data = Uint8Array.from({ length: across * across * 3 }, () => random.integer(256));
  return resize(hostArray(data, [across, across, 3]), [SIDE, SIDE], { method });
};

it.each([
  ['noise', (random: RandomStream) => cells(random, SIDE, 'nearest')],
  ['blurred noise', (random: RandomStream) => cells(random, 6, 'bilinear')],
  ['blocks', (random: RandomStream) => cells(random, 4, 'nearest')],
  ['a single color', (random: RandomStream) => cells(random, 1, 'nearest')],
] as const)('%s is doubted', async (name, make) => {
  const random = RandomStream.fromSeed(7).child(name);
  for (let i = 0; i < COUNT; i++) expect((await classify(pets, make(random))).distance).toBeGreaterThan(1);
});
