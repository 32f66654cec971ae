import type { FusedExports } from './fused-exports.js';
import type { ImageExports } from './image-exports.js';
import type { IntegerExports } from './integer-exports.js';
import type { PlaceExports } from './place-exports.js';
import type { WindowExports } from './window-exports.js';

/** An address in bytes. */
type Pointer = number;
/** 0 or 1. */
type Flag = number;

type Binary = (
  operation: number,
  a: Pointer,
  aOne: Flag,
  b: Pointer,
  bOne: Flag,
  target: Pointer,
  length: number,
  outer: number,
  aOuter: number,
  bOuter: number,
  middle: number,
  aMiddle: number,
  bMiddle: number,
) => void;
type ColumnReduction = (x: Pointer, target: Pointer, rows: number, distance: number, columns: number) => void;
type RowWise = (x: Pointer, target: Pointer, rows: number, columns: number) => void;

/** What the WebAssembly module offers; the meaning of each argument is in `assembly/`. */
export type KernelExports = FusedExports &
  ImageExports &
  IntegerExports &
  PlaceExports &
  WindowExports & {
    readonly matrixProductScratch: () => number;
    readonly matrixProduct: (
      rows: number,
      columns: number,
      depth: number,
      left: Pointer,
      transposeLeft: Flag,
      right: Pointer,
      transposeRight: Flag,
      target: Pointer,
      bias: Pointer,
      rectify: Flag,
      scratch: Pointer,
      fromRow: number,
      toRow: number,
      fromColumn: number,
      toColumn: number,
    ) => void;

    readonly describe: (
      depth: number,
      height: number,
      width: number,
      channels: number,
      filterDepth: number,
      filterHeight: number,
      filterWidth: number,
      filters: number,
      planeStride: number,
      rowStride: number,
      columnStride: number,
      rowDilation: number,
      columnDilation: number,
      outDepth: number,
      outHeight: number,
      outWidth: number,
      front: number,
      top: number,
      left: number,
    ) => void;
    readonly convolutionScratch: (images: number) => number;
    readonly areFinite: (from: Pointer, to: Pointer) => Flag;
    readonly inputGradientUnit: () => number;
    readonly convolve: (
      images: number,
      x: Pointer,
      kernel: Pointer,
      target: Pointer,
      bias: Pointer,
      rectify: Flag,
      scratch: Pointer,
    ) => void;
    readonly addFilterGradient: (
      images: number,
      x: Pointer,
      dy: Pointer,
      target: Pointer,
      scratch: Pointer,
      fromPlace: number,
      toPlace: number,
      fromFilter: number,
      toFilter: number,
    ) => void;
    readonly inputGradient: (dy: Pointer, kernel: Pointer, target: Pointer, images: number, scratch: Pointer) => void;

    readonly maxPool: (x: Pointer, target: Pointer, images: number) => void;
    readonly averagePool: (x: Pointer, target: Pointer, images: number) => void;
    readonly maxPoolGradient: (dy: Pointer, x: Pointer, y: Pointer, target: Pointer, images: number) => void;
    readonly averagePoolGradient: (dy: Pointer, target: Pointer, images: number) => void;

    readonly unary: (
      operation: number,
      x: Pointer,
      target: Pointer,
      count: number,
      first: number,
      second: number,
    ) => void;
    readonly binary: Binary;

    readonly compare: (
      operation: number,
      a: Pointer,
      aOne: Flag,
      b: Pointer,
      bOne: Flag,
      target: Pointer,
      count: number,
    ) => void;
    readonly logical: (operation: number, a: Pointer, b: Pointer, target: Pointer, count: number) => void;
    readonly select: (
      condition: Pointer,
      whenTrue: Pointer,
      whenFalse: Pointer,
      target: Pointer,
      count: number,
    ) => void;
    readonly convert: (from: number, to: number, x: Pointer, target: Pointer, count: number) => void;

    readonly reduce: (
      operation: number,
      x: Pointer,
      target: Pointer,
      outer: number,
      axis: number,
      inner: number,
      scale: number,
    ) => void;
    readonly sumColumns: (
      x: Pointer,
      target: Pointer,
      rows: number,
      distance: number,
      columns: number,
      scale: number,
    ) => void;
    readonly largestOfColumns: ColumnReduction;
    readonly smallestOfColumns: ColumnReduction;
    readonly placeOfExtreme: (x: Pointer, target: Pointer, rows: number, columns: number, sign: number) => void;

    readonly softmax: RowWise;
    readonly logSoftmax: RowWise;
    readonly softmaxCrossEntropy: (
      logits: Pointer,
      labels: Pointer,
      losses: Pointer,
      rows: number,
      columns: number,
      classes: number,
    ) => void;
    readonly softmaxCrossEntropyGradient: (
      dy: Pointer,
      logits: Pointer,
      labels: Pointer,
      target: Pointer,
      rows: number,
      columns: number,
      classes: number,
    ) => void;

    readonly adamUpdate: (
      gradient: Pointer,
      firstMoment: Pointer,
      secondMoment: Pointer,
      parameter: Pointer,
      learningRate: Pointer,
      correction1: Pointer,
      correction2: Pointer,
      target: Pointer,
      nextFirst: Pointer,
      nextSecond: Pointer,
      count: number,
      beta1: number,
      oneMinusBeta1: number,
      beta2: number,
      oneMinusBeta2: number,
      epsilon: number,
      weightDecay: number,
      apply: Flag,
    ) => void;
    readonly sgdUpdate: (
      gradient: Pointer,
      velocity: Pointer,
      parameter: Pointer,
      learningRate: Pointer,
      target: Pointer,
      nextVelocity: Pointer,
      count: number,
      momentum: number,
      nesterov: Flag,
      weightDecay: number,
      apply: Flag,
    ) => void;
    readonly dropout: (
      x: Pointer,
      key: Pointer,
      target: Pointer,
      first: number,
      count: number,
      threshold: number,
      scale: number,
    ) => void;
    readonly reluGradient: (dy: Pointer, y: Pointer, target: Pointer, count: number) => void;
    readonly batchNormalization: (
      x: Pointer,
      mean: Pointer,
      variance: Pointer,
      offset: Pointer,
      scale: Pointer,
      target: Pointer,
      rows: number,
      columns: number,
      epsilon: number,
      factors: Pointer,
    ) => void;

    readonly copyStrided: (
      source: Pointer,
      target: Pointer,
      n0: number,
      n1: number,
      n2: number,
      n3: number,
      s0: number,
      s1: number,
      s2: number,
      s3: number,
      t0: number,
      t1: number,
      t2: number,
      t3: number,
    ) => void;
    readonly addStrided: KernelExports['copyStrided'];
    readonly transpose: RowWise;
    readonly indicesWithin: (indices: Pointer, count: number, limit: number) => Flag;
    readonly gather: (
      source: Pointer,
      indices: Pointer,
      target: Pointer,
      outer: number,
      extent: number,
      count: number,
      inner: number,
    ) => void;
    readonly oneHot: (indices: Pointer, target: Pointer, count: number, depth: number, on: number, off: number) => void;
    readonly fill: (target: Pointer, count: number, bits: number) => void;
  };
