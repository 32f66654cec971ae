import { loadModel, saveModel } from '@neurite/command-kit/model-card';
import { PETS_FILE, type Pets, type PetsCard } from '@neurite/pets-model/model-file';
import type { PetNetwork } from '@neurite/pets-model/network';

/** Writes the network and what is known of it, whole or not at all. */
export function savePets(run: string, { model, card }: Pets): Promise<void> {
  return saveModel(run, model, { name: PETS_FILE.name, card });
}

/**
 * The network of a run.
 *
 * @returns a network that the caller owns
 * @throws ArgumentError where there is none, FormatError where the file is broken or another program's
 */
export function loadPets(run: string): Promise<Pets> {
  return loadModel<PetNetwork, PetsCard>(run, PETS_FILE);
}
