import type { DeviceLoss, EngineDescription, MetricValues } from '@neurite/core';

/** The engine that a worker trains on. */
export type WorkerEngine = EngineDescription & {
  /** Why training left the engine before it; undefined for the first engine. */
  readonly loss: DeviceLoss | undefined;
};

/** The progress of training; sent at most once per frame of a screen. */
export type WorkerStep = {
  /** Steps finished since the beginning of training. */
  readonly step: number;
  /** The current epoch, from 1, and the steps finished in it. */
  readonly epoch: number;
  readonly batch: number;
  /** Steps of a whole epoch; undefined until it is known. */
  readonly stepsPerEpoch: number | undefined;
  /** The mean loss of the epoch so far, and its metrics. */
  readonly loss: number;
  readonly metrics: MetricValues;
  /** The loss of each step since the last report, the newest last. */
  readonly losses: readonly number[];
};
