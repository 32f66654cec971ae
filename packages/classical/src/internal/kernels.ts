import { KERNELS } from './generated/kernels.js';

/** Arguments are addresses and sizes; assembly/ says what they are. */
type Kernels = {
  readonly [Name in 'addToHistogram' | 'addToConstantHistogram']: (
    bins: number,
    rows: number,
    columns: number,
    offsets: number,
    samples: number,
    count: number,
    values: number,
    sums: number,
    counts: number,
  ) => void;
} & {
  readonly [Name in 'dotRows' | 'addRows' | 'addSquares']: (
    a: number,
    vector: number,
    target: number,
    rows: number,
    depth: number,
  ) => void;
} & {
  readonly [Name in 'multiply' | 'multiplySingles']: (
    a: number,
    b: number,
    target: number,
    rows: number,
    depth: number,
    width: number,
  ) => void;
} & {
  readonly addGram: (a: number, rows: number, width: number, target: number) => void;
  readonly addProducts: (a: number, b: number, target: number, rows: number, widthA: number, widthB: number) => void;
  readonly centerRows: (
    source: number,
    center: number,
    target: number,
    rows: number,
    columns: number,
    stride: number,
  ) => void;
  readonly findLargest: (
    scores: number,
    count: number,
    width: number,
    reach: number,
    scale: number,
    rest: number,
    labels: number,
    unsure: number,
  ) => number;
  readonly findBelow: (products: number, squares: number, width: number, limit: number, found: number) => number;
  readonly rbfRow: (
    x: number,
    squares: number,
    row: number,
    target: number,
    rows: number,
    depth: number,
    gamma: number,
  ) => void;
  readonly rbfOfProducts: (
    products: number,
    left: number,
    right: number,
    rows: number,
    width: number,
    gamma: number,
  ) => void;
};

/** Memory for kernels, of a fixed size, and the kernels that work on it. */
export type KernelMemory = {
  readonly kernels: Kernels;
  /** @returns a part that was not given out before, all 0; its `byteOffset` is its address for kernels */
  bytes(length: number): Uint8Array<ArrayBuffer>;
  integers(length: number): Uint32Array<ArrayBuffer>;
  singles(length: number): Float32Array<ArrayBuffer>;
  doubles(length: number): Float64Array<ArrayBuffer>;
};

const PAGE = 2 ** 16;
/** Parts begin at multiples of this. */
const ALIGNMENT = 16;

let compiled: WebAssembly.Module | undefined;

/** How many bytes of a memory a part of so many bytes takes. */
export function roomFor(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** @returns undefined where this runtime has no such memory or cannot run the kernels: then TypeScript does the work */
export function openKernels(bytes: number): KernelMemory | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((bytes + ALIGNMENT) / PAGE) });
    compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (character) => character.charCodeAt(0)));
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
    // Address 0 is left out, so that no part looks like none.
    let top = ALIGNMENT;
    const take = <View>(
      length: number,
      size: number,
      View: new (buffer: ArrayBuffer, at: number, length: number) => View,
    ) => {
      const at = top;
      top += roomFor(length * size);
      return new View(memory.buffer, at, length);
    };
    return {
      kernels: exports as unknown as Kernels, // the assembly has these functions
      bytes: (length) => take(length, 1, Uint8Array),
      integers: (length) => take(length, 4, Uint32Array),
      singles: (length) => take(length, 4, Float32Array),
      doubles: (length) => take(length, 8, Float64Array),
    };
  } catch (error) {
    if (error instanceof RangeError || error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}
