/** What the page asks for and the server answers. */

/** A run, as far as its file has been read. */
export type RunInfo = {
  readonly name: string;
  /** `running` too where it was killed: its file ends without a word. */
  readonly state: 'running' | 'ended';
  /** Why it ended, and the error where it failed. */
  readonly reason?: string;
  readonly step: number;
  readonly epoch: number;
  /** Seconds since 1970 of its last line, and since its first one. */
  readonly time: number;
  readonly seconds: number;
  readonly hyperparameters: Readonly<Record<string, unknown>>;
  /** The number of points by the name of their series. */
  readonly scalars: Readonly<Record<string, number>>;
  /** The steps of what was logged, by its name. */
  readonly histograms: Readonly<Record<string, readonly number[]>>;
  readonly images: Readonly<Record<string, readonly number[]>>;
  readonly tables: Readonly<Record<string, readonly number[]>>;
  /** The last text of each name. */
  readonly texts: Readonly<Record<string, string>>;
  /** What could not be read, in a sentence. */
  readonly problem?: string;
};

export type Runs = { readonly runs: readonly RunInfo[] };

/** A series of at most as many points as were asked for; null is not finite. */
export type Points = {
  readonly steps: readonly number[];
  /** Seconds since the first line of the run. */
  readonly seconds: readonly number[];
  readonly values: readonly (number | null)[];
};

export type Histogram = {
  readonly step: number;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
};

/** A metric whose value is a table, such as a matrix of confusions. */
export type Table = { readonly rows: readonly (readonly number[])[] };
