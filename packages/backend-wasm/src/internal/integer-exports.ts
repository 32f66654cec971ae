/** An address in bytes. */
type Pointer = number;

/** What the WebAssembly module offers for whole numbers and segments; the meaning of each argument is in `assembly/`. */
export type IntegerExports = {
  readonly productOf: (x: Pointer, target: Pointer, outer: number, axis: number, inner: number) => void;
  readonly reduceBytes: (
    every: number,
    x: Pointer,
    target: Pointer,
    outer: number,
    axis: number,
    inner: number,
  ) => void;
  readonly reduceIntegers: (
    operation: number,
    x: Pointer,
    target: Pointer,
    outer: number,
    axis: number,
    inner: number,
  ) => void;
  readonly sumBySegment: (
    x: Pointer,
    ids: Pointer,
    target: Pointer,
    rows: number,
    columns: number,
    segments: number,
  ) => void;
};
