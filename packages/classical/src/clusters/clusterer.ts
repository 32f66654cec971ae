import type { LearnOptions, SavedEstimator, Table } from '@neurite/core';

/** Something that learns from a table without targets. */
export interface Clusterer<Fitted> {
  readonly name: string;
  fit(x: Table, options?: LearnOptions): Fitted;
  /**
   * What `save` of a fitted one gave; the options of this one play no part.
   *
   * @throws FormatError when it was not saved by such a one, or is damaged
   */
  restore(saved: SavedEstimator): Fitted;
}
