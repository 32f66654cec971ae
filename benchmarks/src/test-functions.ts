/** A function with a known minimum over a box. The same ones are in python/optuna_peer.py. */
export type TestFunction = {
  readonly name: string;
  readonly dimensions: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Trials of a study that is about what is found. */
  readonly trials: number;
  readonly of: (x: readonly number[]) => number;
};

const HARTMANN_WEIGHTS = [1, 1.2, 3, 3.2];
const HARTMANN_SCALES = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const HARTMANN_CENTERS = [
  [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
  [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
  [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
  [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
];

/**
 * @see Surjanovic and Bingham, "Virtual library of simulation experiments", 2013, for all three
 */
export const testFunctions: Readonly<Record<'branin' | 'hartmann' | 'rosenbrock', TestFunction>> = {
  branin: {
    name: 'Branin',
    dimensions: 2,
    low: [-5, 0],
    high: [10, 15],
    trials: 100,
    of: ([x = 0, y = 0]) =>
      (y - (5.1 / (4 * Math.PI ** 2)) * x * x + (5 / Math.PI) * x - 6) ** 2 +
      10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) +
      10,
  },
  hartmann: {
    name: 'Hartmann-6',
    dimensions: 6,
    low: new Array(6).fill(0),
    high: new Array(6).fill(1),
    trials: 200,
    of: (x) =>
      HARTMANN_WEIGHTS.reduce((sum, weight, i) => {
        const distance = x.reduce(
          (total, value, j) => total + HARTMANN_SCALES[i]![j]! * (value - HARTMANN_CENTERS[i]![j]!) ** 2,
          0,
        );
        return sum - weight * Math.exp(-distance);
      }, 0),
  },
  rosenbrock: {
    name: 'Rosenbrock-20',
    dimensions: 20,
    low: new Array(20).fill(-5),
    high: new Array(20).fill(10),
    trials: 200,
    of: (x) => x.slice(1).reduce((sum, next, i) => sum + 100 * (next - x[i]! ** 2) ** 2 + (1 - x[i]!) ** 2, 0),
  },
};
