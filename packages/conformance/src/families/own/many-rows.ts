/** With more than 1024 rows, the sums over rows take two programs on WebGPU. */
export const MANY_ROWS: readonly number[] = [2, 563];
