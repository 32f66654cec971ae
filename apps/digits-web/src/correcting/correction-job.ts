import type { LabelledImage } from './corrections.js';

/** The input of the worker that corrects. */
export type CorrectionInput = {
  /** The address of the page, next to which the digits are served. */
  readonly base: string;
  /** The network as a file. */
  readonly model: Uint8Array<ArrayBuffer>;
  /** All drawings that were corrected so far, the last one last. */
  readonly drawings: readonly LabelledImage[];
};

/** What came of it. */
export type CorrectionResult = {
  /** The network as a file. */
  readonly model: Uint8Array<ArrayBuffer>;
  /** Whether it reads all of the drawings as it was told. */
  readonly learned: boolean;
  /** On digits that were never trained on: what it has not forgotten. */
  readonly accuracy: number;
  readonly tested: number;
};
