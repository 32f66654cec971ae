import { build } from '@neurite/core';
import { type PreparedDigit, prepareDigit } from '@neurite/digits-model/digit-image';
import { type DigitModel, decodeModel, encodeModel, type Training } from '@neurite/digits-model/model-file';
import { INPUT_SHAPE, network } from '@neurite/digits-model/network';
import { type LayerOutput, readImage } from './read-image.js';

/** A drawing: how much ink there is at each pixel, 0 to 255, row by row. */
export type Ink = { readonly width: number; readonly height: number; readonly data: Uint8Array<ArrayBuffer> };

/** What the network computes from a drawing. */
export type Reading = {
  /** How the drawing was prepared; undefined for an empty one. */
  readonly prepared: PreparedDigit | undefined;
  /** The input of the network: 28 × 28 shades in [0, 1]. */
  readonly image: Float32Array;
  /** Of the ten digits, and of none. */
  readonly probabilities: Float32Array;
  readonly layers: readonly LayerOutput[];
};

const UNTRAINED: Training = { seed: 0, epochs: 0, data: 'none' };

/** Holds the network that reads; its weights can be replaced. */
export class Reader {
  #model: DigitModel = build(network, { input: INPUT_SHAPE });
  #training: Training = UNTRAINED;

  async read({ width, height, data }: Ink): Promise<Reading> {
    const prepared = prepareDigit({ width, height, data: Float32Array.from(data, (ink) => ink / 255) });
    const image = prepared?.image ?? new Float32Array(INPUT_SHAPE[0] * INPUT_SHAPE[1]);
    return { prepared, image, ...(await readImage(this.#model, image)) };
  }

  /**
   * @param options.bytes a file of the command, of the page, or of a training that runs
   * @throws FormatError when the file is broken or another program's; the network stays as it was
   */
  load({ bytes, name }: { readonly bytes: Uint8Array; readonly name: string }): Training {
    const { model, training } = decodeModel(bytes, name);
    this.#replace(model, training);
    return training;
  }

  /** @returns a file for `load`, here and in the command */
  save(): Promise<Uint8Array<ArrayBuffer>> {
    return encodeModel(this.#model, this.#training);
  }

  /** Forgets all that was learned. */
  forget(): void {
    this.#replace(build(network, { input: INPUT_SHAPE }), UNTRAINED);
  }

  #replace(model: DigitModel, training: Training): void {
    this.#model.dispose();
    this.#model = model;
    this.#training = training;
  }
}
