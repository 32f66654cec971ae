import { KERNELS } from './generated/kernels.js';

/** Arguments are addresses and sizes; assembly/ says what they are. */
export type Kernels = {
  readonly blendGray: (data: number, pixels: number, channels: number, factor: number) => void;
  readonly makeGray: (data: number, pixels: number, channels: number) => void;
  readonly sumColors: (data: number, pixels: number, channels: number, to: number) => void;
  readonly turnHues: (data: number, pixels: number, channels: number, turn: number) => void;
  readonly mapBytes: (data: number, count: number, table: number) => void;
  readonly scaleBytes: (data: number, count: number, scale: number, shift: number) => void;
  readonly reverseRows: (from: number, to: number, rows: number, width: number, channels: number) => void;
  readonly blurRows: (
    to: number,
    rows: number,
    line: number,
    channels: number,
    weights: number,
    radius: number,
    rowsAt: number,
    wide: number,
  ) => void;
  readonly resampleAcross: (
    from: number,
    rows: number,
    line: number,
    channels: number,
    to: number,
    count: number,
    firsts: number,
    weights: number,
    length: number,
  ) => void;
  readonly resampleDown: (
    from: number,
    line: number,
    to: number,
    count: number,
    firsts: number,
    weights: number,
    length: number,
  ) => void;
  readonly sampleHomography: (
    image: number,
    stride: number,
    height: number,
    width: number,
    channels: number,
    map: number,
    to: number,
  ) => void;
  readonly sampleRow: (
    image: number,
    stride: number,
    height: number,
    width: number,
    channels: number,
    xs: number,
    ys: number,
    count: number,
    to: number,
  ) => void;
};

/** Memory for one change of one image, and the kernels that work on it. Its parts hold what was there before. */
export type KernelMemory = {
  readonly kernels: Kernels;
  bytes(length: number): Uint8Array<ArrayBuffer>;
  words(length: number): Int16Array<ArrayBuffer>;
  integers(length: number): Uint32Array<ArrayBuffer>;
  doubles(length: number): Float64Array<ArrayBuffer>;
};

const PAGE = 2 ** 16;
/** Parts begin at multiples of this, and as many bytes are between two: kernels load and store 16 bytes. */
const ALIGNMENT = 16;
/** Memory up to this size is kept for the next image. */
const KEPT = 2 ** 26;

type Opened = { readonly memory: WebAssembly.Memory; readonly kernels: Kernels };
let compiled: WebAssembly.Module | undefined;
let kept: Opened | undefined;
let isRefused = false;

/** Images of fewer values take less time without being copied there and back. */
export const WORTH_A_KERNEL = 4096;

/** How many bytes of a memory a part of so many bytes takes. */
export function roomFor(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT + ALIGNMENT;
}

/**
 * @param bytes all parts together, each by `roomFor`
 * @returns undefined where this runtime cannot run the kernels: then TypeScript does the work. It holds until the next call
 */
export function openKernels(bytes: number): KernelMemory | undefined {
  if (isRefused) return undefined;
  try {
    const { memory, kernels } = openedFor(bytes + ALIGNMENT);
    let top = ALIGNMENT;
    const take = <View>(
      length: number,
      size: number,
      View: new (buffer: ArrayBuffer, at: number, length: number) => View,
    ): View => {
      const at = top;
      top += roomFor(length * size);
      return new View(memory.buffer, at, length);
    };
    return {
      kernels,
      bytes: (length) => take(length, 1, Uint8Array),
      words: (length) => take(length, 2, Int16Array),
      integers: (length) => take(length, 4, Uint32Array),
      doubles: (length) => take(length, 8, Float64Array),
    };
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) isRefused = true;
    else if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function openedFor(bytes: number): Opened {
  const pages = Math.ceil(bytes / PAGE);
  if (kept !== undefined && bytes <= KEPT) {
    const missing = pages - kept.memory.buffer.byteLength / PAGE;
    if (missing > 0) kept.memory.grow(missing);
    return kept;
  }
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(KERNELS), (character) => character.charCodeAt(0)));
  const memory = new WebAssembly.Memory({ initial: pages });
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  const opened = { memory, kernels: exports as unknown as Kernels }; // the assembly has these functions
  if (bytes <= KEPT) kept = opened;
  return opened;
}
