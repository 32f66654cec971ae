import type { Table } from '@neurite/core';
import type { ModelName } from '../models/model-names.js';

/** What a network runs on. */
export type Engine =
  | { readonly name: 'cpu' }
  | { readonly name: 'wasm'; readonly threads: number }
  | { readonly name: 'gpu' };

/** A model that is to learn and to predict. */
export type Job = {
  readonly model: ModelName;
  readonly engine: Engine;
  readonly classes: number;
  /** Height, width and channels where the samples are images. */
  readonly shape: readonly [number, number, number] | undefined;
  /** Whether columns are brought to mean 0 and variance 1 first. */
  readonly scaled: boolean;
  readonly seed: number;
  readonly epochs: number;
  /** How many steps a network takes at least: a few samples are gone through more often. */
  readonly leastSteps: number;
};

/** Samples with their classes. */
export type Labelled = { readonly x: Table; readonly y: Int32Array };

/** What it learns from, and what it is tested on. */
export type JobData = { readonly train: Labelled; readonly test: Labelled };

/** What came of it. */
export type Measured = {
  /** The share of the test samples that are right. */
  readonly accuracy: number;
  /** How many test samples there were. */
  readonly tested: number;
  /** Preparation and learning. */
  readonly trainSeconds: number;
  /** Preparation and prediction of a sample, of all test samples together. */
  readonly predictMicroseconds: number;
  /** How many numbers the model consists of. */
  readonly parameters: number;
  /** The bytes that they take. */
  readonly modelBytes: number;
};
