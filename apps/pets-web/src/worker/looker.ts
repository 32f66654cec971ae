import { modelFromBytes } from '@neurite/command-kit/model-from-bytes';
import { ArgumentError } from '@neurite/core/errors';
import type { HostArray } from '@neurite/core/host-array';
import { resize } from '@neurite/images/resize';
import { toAnswer } from '@neurite/pets-model/answer';
import { classify } from '@neurite/pets-model/classify';
import type { Heat } from '@neurite/pets-model/grad-cam';
import { lookAt } from '@neurite/pets-model/look-at';
import { Mirrored } from '@neurite/pets-model/mirrored';
import { PETS_FILE, type Pets, type PetsCard } from '@neurite/pets-model/model-file';
import type { PetNetwork } from '@neurite/pets-model/network';
import { occlusion } from '@neurite/pets-model/occlusion';
import type { Look } from './calls.js';

/** Holds a network and the photograph that it looks at. */
export class Looker {
  #pets: Pets | undefined;
  #photograph: HostArray<'uint8'> | undefined;

  /**
   * Takes another network; the photograph is to be looked at anew.
   *
   * @throws FormatError when the file is broken or another program's; the network stays as it was
   */
  load({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }): PetsCard {
    const pets = modelFromBytes<PetNetwork, PetsCard>(bytes, { where: name, ...PETS_FILE });
    this.#pets?.model.dispose();
    this.#pets = pets;
    this.#photograph = undefined;
    return pets.card;
  }

  /** @param image uint8 [height, width, 3], of any size: the network sees it as a square, as in its training */
  async look(image: HostArray<'uint8'>): Promise<Look> {
    const pets = there(this.#pets, 'network');
    const { size } = pets.card;
    this.#photograph = resize(image, [size, size]);
    const classified = await classify(pets, this.#photograph);
    return { ...classified, seen: await this.see(toAnswer(classified).label) };
  }

  /** @param label the index of the class */
  see(label: number): Promise<Heat> {
    return lookAt(there(this.#pets, 'network').model, there(this.#photograph, 'photograph'), label);
  }

  /** @param label the index of the class */
  need(label: number): Promise<Heat> {
    const { model, card } = there(this.#pets, 'network');
    return occlusion(new Mirrored(model, card.temperature), there(this.#photograph, 'photograph'), label);
  }
}

function there<T>(value: T | undefined, what: string): T {
  if (value !== undefined) return value;
  throw new ArgumentError({ where: 'the page', problem: `there is no ${what} yet` });
}
