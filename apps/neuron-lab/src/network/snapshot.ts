import type { NetworkConfig } from './network-config.js';
import { outputsOf } from './samples.js';

/** Places along each side of the plane at which the output is computed. */
export const GRID = 48;
/** Places along each side at which each neuron is. */
export const SMALL_GRID = 24;

/** The weights of a layer: `kernel[input · units + unit]`. */
export type LayerWeights = {
  readonly inputs: number;
  readonly units: number;
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
};

/** How well the points are known. */
export type Score = {
  readonly loss: number /** Share of right answers; undefined for regression. */;
  readonly accuracy: number | undefined;
};

/** All that a page shows of a run. */
export type Snapshot = {
  readonly step: number;
  /** Epochs that are finished. */
  readonly epoch: number;
  /** Steps of a whole epoch. */
  readonly stepsPerEpoch: number;
  readonly train: Score;
  /** Undefined where no points are left to measure by. */
  readonly test: Score | undefined;
  readonly layers: readonly LayerWeights[];
  /** For each hidden layer what its neurons say: `[place · units + unit]`, places of the small grid row by row. */
  readonly maps: readonly Float32Array[];
  /** Numbers or probabilities: `[place · outputs + output]`, places of the grid row by row, from the top left. */
  readonly output: Float32Array;
  /** Whether the step count says all: nothing was changed while it trained. */
  readonly replayable: boolean;
};

/** Whether a snapshot is of the network of a configuration. */
export function isOf({ layers }: Snapshot, config: NetworkConfig): boolean {
  const units = [...config.hidden, outputsOf(config)];
  return layers[0]!.inputs === config.features.length && layers.map((layer) => layer.units).join() === units.join();
}
