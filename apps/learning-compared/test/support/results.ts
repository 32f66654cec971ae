import type { Cell, CellResult, Results } from '../../src/run/results.js';

/** The results of a model with these accuracies, one for each seed. */
export function cells(
  cell: Omit<Cell, 'seed'>,
  accuracies: readonly number[],
  measured: Partial<CellResult> = {},
): CellResult[] {
  return accuracies.map((accuracy, seed) => ({
    ...cell,
    seed,
    accuracy,
    tested: 1000,
    // No two runs take the same time.
    trainSeconds: 1 + seed / 1000,
    predictMicroseconds: 100 + seed,
    parameters: 1000,
    modelBytes: 8000,
    ...measured,
  }));
}

export const NOTHING: Results = {
  cells: [],
  probes: [],
  neighbors: [],
  hardware: [],
  lines: { features: {}, networks: 30 },
  absent: [],
};
