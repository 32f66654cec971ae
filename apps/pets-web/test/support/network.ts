import { useWasm } from '@neurite/backend-wasm';
import { build, type HostArray, hostArray, RandomStream } from '@neurite/core';
import { modelToSafetensors } from '@neurite/formats';
import type { Architecture } from '@neurite/pets-model/architecture';
import { PETS_FILE, type PetsCard } from '@neurite/pets-model/model-file';
import { type PetNetwork, petNetwork } from '@neurite/pets-model/network';

/** Filters before the last stage. */
const FILTERS = 4;

/** In the manner of the whole one, with a few filters. */
const SMALL: Architecture = {
  stem: { filters: FILTERS, kernelSize: 5, pooled: false },
  stages: [false, true].map((halves) => [
    { convolutions: [{ filters: FILTERS, kernelSize: 3 }], halving: halves ? 0 : undefined, projected: halves },
  ]),
};

/**
 * The file of a network that has learned nothing.
 *
 * @param unit of its distances: a photograph is unlike what is usual where they are above it
 */
export async function networkFile(seed: number, unit = 1e6): Promise<Buffer<ArrayBuffer>> {
  await useWasm();
  const rows = Array.from({ length: FILTERS }, (_, row) => row);
  const usual = {
    center: rows.map(() => 0),
    factor: rows.flatMap((row) => rows.slice(0, row + 1).map((column) => (column === row ? unit : 0))),
  };
  const card: PetsCard = { version: 1, classes: ['cat', 'dog'], size: 96, temperature: 2, usual };
  using model = build(petNetwork(SMALL, 2), { input: [null, null, 3], seed }) as PetNetwork; // as the blueprint says
  return Buffer.from(await modelToSafetensors(model, { metadata: { [PETS_FILE.name]: JSON.stringify(card) } }));
}

/** A photograph of noise, redder above. */
export function photograph(height: number, width: number): HostArray<'uint8'> {
  const random = RandomStream.fromSeed(5);
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => {
    const isUpper = i < (height * width * 3) / 2;
    return random.integer(100) + (isUpper && i % 3 === 0 ? 150 : 20);
  });
  return hostArray(data, [height, width, 3]);
}
