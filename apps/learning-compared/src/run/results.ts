import type { InputKind } from '../data/data-set.js';
import type { Measured } from '../jobs/job.js';
import type { ModelName, NetworkName } from '../models/model-names.js';

/** One field of the comparison: a model that learns from some samples. */
export type Cell = {
  readonly dataSet: string;
  readonly model: ModelName;
  readonly inputs: InputKind;
  readonly samples: number;
  /** From 0: which draw of samples, and which random numbers of the model. */
  readonly seed: number;
};

/** A cell that was measured. */
export type CellResult = Cell &
  Measured & {
    /** Memory beyond the samples and the program; of the first seed with the most samples, which has a process of its own. */
    readonly peakBytes?: number;
  };

/** How well a linear model does on what a layer gives. */
export type ProbeResult = {
  /** The name of a layer, `pixels` or `hand-made features`. */
  readonly source: string;
  readonly columns: number;
  readonly right: number;
  readonly tested: number;
};

/** How often the nearest training samples of a test sample are of its class. */
export type NeighborResult = {
  readonly source: string;
  /** Neighbors of the same class, of all neighbors of all test samples. */
  readonly same: number;
  readonly asked: number;
};

export type HardwareResult = {
  readonly network: NetworkName;
  readonly engine: 'cpu' | 'wasm' | 'gpu';
  readonly threads: number;
} & (
  | { readonly device: string; readonly stepMilliseconds: number; readonly predictMicroseconds: number }
  | { readonly reason: string }
);

/** All numbers of a run: what conclusions follow from. */
export type Results = {
  readonly cells: readonly CellResult[];
  readonly probes: readonly ProbeResult[];
  readonly neighbors: readonly NeighborResult[];
  readonly hardware: readonly HardwareResult[];
  /** Lines of code of the hand-made features, by data set, and of the networks. */
  readonly lines: { readonly features: Readonly<Record<string, number>>; readonly networks: number };
  /** Data sets that were not there, and why. */
  readonly absent: readonly { readonly name: string; readonly reason: string }[];
};
