export declare const CONTROL: {
  readonly state: number;
  readonly pending: number;
  readonly sleepers: number;
  readonly failed: number;
  readonly mainSleeps: number;
  readonly ended: number;
  readonly list: number;
  readonly listLength: number;
  readonly scratch: number;
};
export declare const PARTS_BITS: number;
/** Words of the control block of so many threads. */
export declare function controlWords(threads: number): number;
export declare function runParts(
  control: Int32Array,
  kernels: readonly ((...numbers: number[]) => unknown)[],
  list: () => Float64Array,
  thread: number,
): number;
