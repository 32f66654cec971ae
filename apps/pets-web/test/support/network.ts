import { useWasm } from '@neurite/backend-wasm';
import { build, type HostArray, hostArray, RandomStream } from '@neurite/core';
import { modelToSafetensors } from '@neurite/formats';
import { OWN } from '@neurite/pets-model/architecture';
import { PETS_FILE, type PetsCard } from '@neurite/pets-model/model-file';
import { type PetNetwork, petNetwork } from '@neurite/pets-model/network';

const card: PetsCard = { version: 1, classes: ['cat', 'dog'], size: 96, temperature: 20 };

/** The file of a network that has learned nothing. */
export async function networkFile(seed: number): Promise<Buffer<ArrayBuffer>> {
  await useWasm();
  using model = build(petNetwork(OWN, 2), { input: [null, null, 3], seed }) as PetNetwork; // as the blueprint says
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
