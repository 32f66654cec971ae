import type { WasmOptions } from '@neurite/backend-wasm';

/** What a user asks of the engines. */
export type Settings = {
  /** A part of the name of a GPU, or its index in the order of CUDA; undefined for the first one. */
  readonly device: string | number | undefined;
  /** Options that only wasm takes. */
  readonly wasm: WasmOptions;
};
