/** An address in bytes. */
type Pointer = number;
/** 0 or 1. */
type Flag = number;

type Resize = (
  from: Pointer,
  target: Pointer,
  images: number,
  height: number,
  width: number,
  channels: number,
  rows: number,
  columns: number,
  rowRatio: number,
  columnRatio: number,
  rowStart: number,
  columnStart: number,
  mode: number,
  table: Pointer,
) => void;

/** What the WebAssembly module offers for pictures; the meaning of each argument is in `assembly/`. */
export type ImageExports = {
  readonly resize: Resize;
  readonly resizeGradient: Resize;
  readonly crop: (
    image: Pointer,
    target: Pointer,
    height: number,
    width: number,
    channels: number,
    rows: number,
    columns: number,
    row: number,
    column: number,
    down: number,
    across: number,
    nearest: Flag,
    fill: Pointer,
  ) => void;
  readonly rotate: (
    x: Pointer,
    target: Pointer,
    images: number,
    height: number,
    width: number,
    channels: number,
    centerX: number,
    centerY: number,
    cosine: number,
    sine: number,
    fill: Pointer,
  ) => void;
  readonly transform: (
    x: Pointer,
    target: Pointer,
    matrix: Pointer,
    images: number,
    height: number,
    width: number,
    channels: number,
    rows: number,
    columns: number,
    matrixStep: number,
    nearest: Flag,
    mode: number,
    fill: number,
  ) => void;
  readonly localResponse: (
    x: Pointer,
    target: Pointer,
    rows: number,
    channels: number,
    radius: number,
    bias: number,
    alpha: number,
    beta: number,
  ) => void;
  readonly localResponseGradient: (
    dy: Pointer,
    x: Pointer,
    y: Pointer,
    target: Pointer,
    rows: number,
    channels: number,
    radius: number,
    bias: number,
    alpha: number,
    beta: number,
    scratch: Pointer,
  ) => void;
  readonly suppress: (
    boxes: Pointer,
    scores: Pointer,
    scratch: Pointer,
    count: number,
    limit: number,
    threshold: number,
    lowest: number,
    decay: number,
  ) => number;
  readonly dilate: (
    wanted: number,
    x: Pointer,
    filter: Pointer,
    dy: Pointer,
    target: Pointer,
    images: number,
    imageStep: number,
  ) => void;
};
