import { minimize } from '@neurite/numeric';
import { choleskyInPlace, inverseOf, solveLower, solveUpper } from './cholesky.js';

/** Points of a space of axes from 0 to 1, of which some have no order. */
export type Points = {
  readonly rows: readonly (readonly number[])[];
  readonly isCategorical: readonly boolean[];
};

/** What a normal prior says about the logarithm of a hyperparameter. */
type Prior = { readonly mean: number; readonly deviation: number };

const ROOT_5 = Math.sqrt(5);
const AMPLITUDE: Prior = { mean: 0, deviation: 0.7 };
const NOISE: Prior = { mean: Math.log(1e-3), deviation: 2 };
/** Added to the diagonal, so that equal points do not make the matrix singular. */
const JITTER = 1e-8;

/**
 * A distribution over functions that went through some points: a Gaussian process with a Matérn kernel of 5/2, a length for each
 * axis, whose lengths, amplitude and noise are the likeliest ones.
 *
 * @see Rasmussen and Williams, "Gaussian processes for machine learning", 2006
 * @see Hvarfner, Hellsten and Nardi, "Vanilla Bayesian optimization performs great in high dimensions", 2024, for the prior
 */
export class GaussianProcess {
  readonly #points: Points;
  /** The logarithms of the lengths, of the amplitude and of the noise. */
  readonly parameters: Float64Array;
  readonly #lower: Float64Array;
  readonly #solved: Float64Array;

  /**
   * @param values standardized, one for each point
   * @param start parameters of a similar one, from which the search goes on. Default: those of the prior
   */
  constructor(points: Points, values: readonly number[], start?: Float64Array) {
    this.#points = points;
    const axes = points.isCategorical.length;
    const length: Prior = { mean: Math.SQRT2 + 0.5 * Math.log(axes) - Math.log(8), deviation: Math.sqrt(3) };
    const priors = [...points.isCategorical.map(() => length), AMPLITUDE, NOISE];
    const squares = squaredDistances(points);
    const first = start ?? priors.map(({ mean }) => mean);
    const objective = (parameters: Float64Array) => negativeLikelihood(squares, values, { parameters, priors });
    this.parameters = minimize(objective, first, {
      maxIterations: 30,
      valueTolerance: 1e-4,
      gradientTolerance: 1e-3,
    }).x;
    const fitted = covariance(squares, values.length, this.parameters);
    this.#lower = fitted.matrix;
    choleskyInPlace(this.#lower, values.length);
    this.#solved = Float64Array.from(values);
    solveLower(this.#lower, this.#solved);
    solveUpper(this.#lower, this.#solved);
  }

  /** What the value at a point is likely to be. */
  predict(point: readonly number[]): { readonly mean: number; readonly deviation: number } {
    const axes = this.#points.isCategorical.length;
    const amplitude = Math.exp(this.parameters[axes]!);
    const similar = Float64Array.from(this.#points.rows, (row) => {
      let square = 0;
      for (let j = 0; j < axes; j++) {
        square += distance(row[j]!, point[j]!, this.#points.isCategorical[j]!) * Math.exp(-2 * this.parameters[j]!);
      }
      return amplitude * matern(Math.sqrt(square));
    });
    let mean = 0;
    for (const [i, value] of similar.entries()) mean += value * this.#solved[i]!;
    solveLower(this.#lower, similar);
    const explained = similar.reduce((sum, value) => sum + value * value, 0);
    return { mean, deviation: Math.sqrt(Math.max(1e-12, amplitude - explained)) };
  }
}

function matern(r: number): number {
  return (1 + ROOT_5 * r + (5 / 3) * r * r) * Math.exp(-ROOT_5 * r);
}

function distance(a: number, b: number, isCategorical: boolean): number {
  if (isCategorical) return a === b ? 0 : 1;
  return (a - b) ** 2;
}

/** For each axis, of each pair of points with i > j. */
function squaredDistances({ rows, isCategorical }: Points): Float64Array[] {
  return isCategorical.map((categorical, axis) => {
    const squares = new Float64Array((rows.length * (rows.length - 1)) / 2);
    let at = 0;
    for (let i = 1; i < rows.length; i++) {
      for (let j = 0; j < i; j++) squares[at++] = distance(rows[i]![axis]!, rows[j]![axis]!, categorical);
    }
    return squares;
  });
}

function covariance(squares: readonly Float64Array[], size: number, parameters: ArrayLike<number>) {
  const axes = squares.length;
  const amplitude = Math.exp(parameters[axes]!);
  const noise = Math.exp(parameters[axes + 1]!);
  const radii = new Float64Array((size * (size - 1)) / 2);
  for (const [axis, square] of squares.entries()) {
    const scale = Math.exp(-2 * parameters[axis]!);
    for (let at = 0; at < radii.length; at++) radii[at]! += square[at]! * scale;
  }
  const matrix = new Float64Array(size * size);
  let at = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      radii[at] = Math.sqrt(radii[at]!);
      matrix[i * size + j] = amplitude * matern(radii[at]!);
      at++;
    }
    matrix[i * size + i] = amplitude + noise + JITTER;
  }
  return { matrix, radii };
}

/** The negative logarithm of the likelihood and of the priors, with its gradient. */
function negativeLikelihood(
  squares: readonly Float64Array[],
  values: readonly number[],
  { parameters, priors }: { readonly parameters: Float64Array; readonly priors: readonly Prior[] },
): { value: number; gradient: Float64Array } {
  const size = values.length;
  const axes = squares.length;
  const { matrix, radii } = covariance(squares, size, parameters);
  const gradient = new Float64Array(parameters.length);
  if (!choleskyInPlace(matrix, size)) return { value: Number.POSITIVE_INFINITY, gradient };
  const solved = Float64Array.from(values);
  solveLower(matrix, solved);
  let value = 0;
  for (const [i, one] of solved.entries()) value += 0.5 * one * one + Math.log(matrix[i * size + i]!);
  solveUpper(matrix, solved);
  const inverse = inverseOf(matrix, size);

  const amplitude = Math.exp(parameters[axes]!);
  const noise = Math.exp(parameters[axes + 1]!);
  const scales = squares.map((_, axis) => Math.exp(-2 * parameters[axis]!));
  let at = 0;
  for (let i = 0; i < size; i++) {
    const diagonal = inverse[i * size + i]! - solved[i]! * solved[i]!;
    gradient[axes]! += 0.5 * diagonal * amplitude;
    gradient[axes + 1]! += 0.5 * diagonal * noise;
    for (let j = 0; j < i; j++, at++) {
      // Both triangles at once.
      const outer = inverse[i * size + j]! - solved[i]! * solved[j]!;
      const r = radii[at]!;
      const decay = Math.exp(-ROOT_5 * r);
      gradient[axes]! += outer * amplitude * (1 + ROOT_5 * r + (5 / 3) * r * r) * decay;
      const common = outer * amplitude * (5 / 3) * (1 + ROOT_5 * r) * decay;
      for (let axis = 0; axis < axes; axis++) gradient[axis]! += common * squares[axis]![at]! * scales[axis]!;
    }
  }
  for (const [i, { mean, deviation }] of priors.entries()) {
    const z = (parameters[i]! - mean) / deviation;
    value += 0.5 * z * z;
    gradient[i]! += z / deviation;
  }
  return { value, gradient };
}
