/** What a run was asked for: a run that goes on must have been asked for the same. */
export type Options = {
  /** The folder of photographs. */
  readonly data: string;
  /** What becomes of files that cannot be used. */
  readonly faults: 'skip' | 'refuse';
  /** Height and width of photographs in pixels. */
  readonly size: number;
  readonly epochs: number;
  readonly seed: number;
  readonly quick: boolean;
  /** A file of weights by PyTorch's names to start from. */
  readonly weights?: string;
  /** Whether the last layer alone learns. */
  readonly probe: boolean;
};

/** Passes over the photographs: from scratch, and from weights that know photographs already. */
export const EPOCHS = { scratch: 110, weights: 12, quick: 2 } as const;

/** Photographs of each class that a quick run takes, of each part. */
export const QUICK_PHOTOGRAPHS = 48;

/** Height and width of photographs, also in a quick run. */
export const SIZES = { usual: 96, quick: 48, least: 32 } as const;

/** How many right answers are explained, and how many wrong ones. */
export const EXPLAINED = { usual: 6, quick: 1 } as const;
