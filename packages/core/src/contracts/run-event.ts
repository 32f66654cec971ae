/** Numbers by name. A `/` in a name groups what belongs together: `gradientNorm/layers.0.kernel`. */
export type ScalarsEvent = { readonly type: 'scalars'; readonly values: Readonly<Record<string, number>> };

/** How many values are between two edges: `counts[i]` of them from `edges[i]` to `edges[i + 1]`; edges ascend. */
export type HistogramEvent = {
  readonly type: 'histogram';
  readonly name: string;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
};

/** An image as the bytes of a file. */
export type ImageEvent = {
  readonly type: 'image';
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the file. Default `image/png`. */
  readonly media?: string;
  readonly width: number;
  readonly height: number;
};

/** Words, such as a summary of the model. */
export type TextEvent = { readonly type: 'text'; readonly name: string; readonly text: string };

/** A table of numbers, such as a confusion matrix. */
export type TableEvent = {
  readonly type: 'table';
  readonly name: string;
  readonly rows: readonly (readonly number[])[];
};

/** What a run has to tell besides its history: callbacks say it by `run.log`, and loggers write it down. */
export type RunEvent = ScalarsEvent | HistogramEvent | ImageEvent | TextEvent | TableEvent;
