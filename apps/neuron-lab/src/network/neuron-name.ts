import type { NetworkConfig } from './network-config.js';

/** A neuron: its layer from 0 (the output is the last), and its index in it. */
export type NeuronPlace = { readonly layer: number; readonly unit: number };

/** The name of a neuron for people. */
export function neuronName({ layer, unit }: NeuronPlace, { hidden }: Pick<NetworkConfig, 'hidden'>): string {
  return layer < hidden.length ? `Layer ${layer + 1}, neuron ${unit + 1}` : `Output ${unit + 1}`;
}
