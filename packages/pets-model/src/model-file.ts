import type { Registry } from '@neurite/core';
import {
  batchNorm,
  conv2d,
  dense,
  globalAveragePool2d,
  identity,
  maxPool2d,
  namedSequential,
  parallel,
  relu,
  sum,
} from '@neurite/layers';
import type { PetNetwork } from './network.js';
import type { Usual } from './usual.js';

/** What a file says about the network in it. */
export type PetsCard = {
  readonly version: 1;
  readonly classes: readonly string[];
  /** Height and width of photographs in pixels. */
  readonly size: number;
  /** What logits are divided by. */
  readonly temperature: number;
  readonly usual: Usual;
};

/** A network, and what is known of it. */
export type Pets = { readonly model: PetNetwork; readonly card: PetsCard };

/** What the architectures of these files name. */
const registry: Registry = {
  batchNorm,
  conv2d,
  dense,
  globalAveragePool2d,
  identity,
  maxPool2d,
  namedSequential,
  parallel,
  relu,
  sum,
};

/** How the files of this program are told from others and read: for `loadModel` and `modelFromBytes` of command-kit. */
export const PETS_FILE: { readonly name: string; readonly command: string; readonly registry: Registry } = {
  name: 'pets',
  command: 'npm run pets -- --data <folder>',
  registry,
};
