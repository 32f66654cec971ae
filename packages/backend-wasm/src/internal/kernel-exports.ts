/** What the WebAssembly module offers (`assembly/index.ts`). Every pointer is a byte address; flags are 0 or 1. */
export type KernelExports = {
  readonly matrixProductScratch: () => number;
  readonly matrixProduct: (
    rows: number,
    columns: number,
    depth: number,
    left: number,
    transposeLeft: number,
    right: number,
    transposeRight: number,
    target: number,
    scratch: number,
  ) => void;
};
