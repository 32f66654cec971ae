import type { HostArray, RandomStream } from '@neurite/core';

/** Rows of numbers, [rows, columns], and the class of each, [rows]. */
export type LabeledRows = { readonly x: HostArray<'float32'>; readonly y: HostArray<'int32'> };

/** How many rows are made and from which neighbors. */
export type OversamplingOptions = {
  /** Nearest rows of the same class that new ones are made with, at least 1. Default 5. */
  readonly neighbors?: number;
  /** How many rows a class shall have; others stay as they are. Default: each class as many as the largest has. */
  readonly rows?: Readonly<Record<number, number>>;
};

/** New rows: the index of the row each begins at, which of its neighbors it goes towards, from 0, and how far, 0 to 1. */
export type OversamplingDraw = {
  readonly rows: readonly number[];
  readonly neighbors: readonly number[];
  readonly shares: readonly number[];
};

/** Makes rows of classes that have few: first the draw, which is JSON, then the rows. */
export interface Oversampling {
  readonly name: string;
  draw(random: RandomStream, table: LabeledRows): OversamplingDraw;
  /** @returns a new table: all rows as they were, then the new ones */
  apply(table: LabeledRows, params: OversamplingDraw): LabeledRows;
}
