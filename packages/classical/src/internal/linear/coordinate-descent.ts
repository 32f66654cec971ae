import type { Moments } from '../products/moments.js';

export type DescentOptions = {
  readonly alpha: number;
  readonly l1Ratio: number;
  readonly positive: boolean;
  readonly tolerance: number;
  readonly maxIterations: number;
};

/**
 * The β with the smallest ½ |y − xβ|² / n + α ρ |β|₁ + ½ α (1 − ρ) |β|², one coefficient after another, from the sums of
 * products alone. Ends when no coefficient changes the prediction by more than `tolerance`, in standard deviations of
 * the targets.
 */
export function descendCoordinates({ gram, size, total }: Moments, options: DescentOptions): Float64Array {
  const { alpha, l1Ratio, positive, tolerance, maxIterations } = options;
  const columns = size - 1;
  const l1 = alpha * l1Ratio * total;
  const l2 = alpha * (1 - l1Ratio) * total;
  const coefficients = new Float64Array(columns);
  // xᵀ (y − xβ) of each column.
  const gradient = Float64Array.from({ length: columns }, (_, i) => gram[i * size + columns]!);
  const deviation = Math.sqrt(gram[size * size - 1]!);
  const pass = (active: (column: number) => boolean): number => {
    let change = 0;
    for (let i = 0; i < columns; i++) {
      const square = gram[i * size + i]!;
      if (square === 0 || !active(i)) continue;
      const old = coefficients[i]!;
      const pull = gradient[i]! + square * old;
      const shrunk = positive ? Math.max(0, pull - l1) : Math.sign(pull) * Math.max(0, Math.abs(pull) - l1);
      const next = shrunk / (square + l2);
      if (next === old) continue;
      coefficients[i] = next;
      for (let j = 0; j < columns; j++) gradient[j]! -= gram[i * size + j]! * (next - old);
      change = Math.max(change, Math.abs(next - old) * Math.sqrt(square));
    }
    return change;
  };
  for (let iteration = 0; iteration < maxIterations; ) {
    iteration++;
    if (pass(() => true) <= tolerance * deviation) break;
    // Those that are not 0 change on for a while.
    while (iteration < maxIterations) {
      iteration++;
      if (pass((i) => coefficients[i] !== 0) <= tolerance * deviation) break;
    }
  }
  return coefficients;
}
