/** An address in bytes. */
type Pointer = number;
/** 0 or 1. */
type Flag = number;

/** What the WebAssembly module offers for places and running sums; the meaning of each argument is in `assembly/`. */
export type PlaceExports = {
  readonly arithmetic: (target: Pointer, count: number, start: number, step: number, whole: Flag) => void;
  readonly countBins: (
    x: Pointer,
    weights: Pointer,
    target: Pointer,
    count: number,
    size: number,
    binary: Flag,
    whole: Flag,
  ) => Flag;
  readonly cumulate: (
    x: Pointer,
    target: Pointer,
    outer: number,
    axis: number,
    inner: number,
    operation: number,
    exclusive: Flag,
    reverse: Flag,
  ) => void;
  readonly countRows: (indices: Pointer, counts: Pointer, count: number, rank: number, rows: number) => number;
  /** Of seven pointers, those of the counts, and count, rank and rows. */
  readonly fillEmptyRows: (...numbers: number[]) => void;
  /** Of four pointers, count, rank and new rank. */
  readonly reshapeIndices: (...numbers: number[]) => void;
  readonly flattenIndices: (
    indices: Pointer,
    target: Pointer,
    count: number,
    rank: number,
    limit: number,
    ...distances: number[]
  ) => Flag;
  readonly mirror: (
    source: Pointer,
    target: Pointer,
    outer: number,
    extent: number,
    inner: number,
    before: number,
    after: number,
    skipped: number,
  ) => void;
  readonly largestOfRows: (
    x: Pointer,
    values: Pointer,
    places: Pointer,
    rows: number,
    columns: number,
    k: number,
    whole: Flag,
  ) => void;
  readonly scatter: (
    operation: number,
    places: Pointer,
    updates: Pointer,
    target: Pointer,
    count: number,
    size: number,
    step: number,
  ) => void;
  readonly searchSorted: (
    sorted: Pointer,
    values: Pointer,
    target: Pointer,
    rows: number,
    length: number,
    count: number,
    after: Flag,
    whole: Flag,
  ) => void;
  readonly sumSegments: (
    data: Pointer,
    indices: Pointer,
    ids: Pointer,
    target: Pointer,
    count: number,
    rows: number,
    columns: number,
    segments: number,
    mean: Flag,
  ) => Flag;
};
