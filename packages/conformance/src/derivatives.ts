import type { Nd } from './nd.js';
import type { Case } from './operation-spec.js';

/** A step of differences: small enough that its square does not show, large enough for float64. */
const STEP = 1e-4;

/** The numbers that weigh the outputs of a case into one sum, and a direction for each of its inputs. */
export type Weights = { readonly outputs: readonly Nd[]; readonly directions: readonly Nd[] };

/** All outputs of the reference. */
export function outputsOf(one: Case, inputs: readonly Nd[]): readonly Nd[] {
  return [one.reference(...inputs)].flat() as readonly Nd[]; // one or several
}

/** What is differentiated: the inputs that are float32 and not constant. */
export function differentiated(inputs: readonly Nd[]): number[] {
  return inputs.flatMap(({ dtype, constant }, i) => (dtype === 'float32' && constant !== true ? [i] : []));
}

/** Σ w·y. */
function weightedSum(one: Case, inputs: readonly Nd[], { outputs }: Weights): number {
  return outputsOf(one, inputs).reduce(
    (total, y, k) => y.data.reduce((sum, value, i) => sum + value * outputs[k]!.data[i]!, total),
    0,
  );
}

/** Σ w·(y + y²/2) + Σ x²/2: its second derivative is not flat where the operation is linear. */
function curvedSum(one: Case, inputs: readonly Nd[], { outputs }: Weights): number {
  const own = outputsOf(one, inputs).reduce(
    (total, y, k) => y.data.reduce((sum, v, i) => sum + (v + (v * v) / 2) * outputs[k]!.data[i]!, total),
    0,
  );
  return differentiated(inputs).reduce((total, i) => inputs[i]!.data.reduce((sum, x) => sum + (x * x) / 2, total), own);
}

/** A derivative from the left and from the right; they differ at a kink. */
export type Derivative = { readonly i: number; readonly left: number; readonly right: number; readonly middle: number };

/** So many elements from all over, or all. */
function chosenOf({ data }: Nd, most: number): number[] {
  const step = Math.max(1, data.length / most);
  return Array.from({ length: Math.min(data.length, most) }, (_, k) => Math.floor(k * step));
}

/** The derivative of Σ w·y by at most so many elements of each input, by differences on both sides. */
export function firstDerivatives(one: Case, weights: Weights, most: number): Derivative[][] {
  const here = weightedSum(one, one.inputs, weights);
  return differentiated(one.inputs).map((which) =>
    chosenOf(one.inputs[which]!, most).map((i) => {
      const value = one.inputs[which]!.data[i]!;
      const h = STEP * Math.max(1, Math.abs(value));
      const beyond = (by: number): number => weightedSum(one, moved(one.inputs, which, i, by), weights);
      const [above, below] = [beyond(h), beyond(-h)];
      return { i, left: (here - below) / h, right: (above - here) / h, middle: (above - below) / (2 * h) };
    }),
  );
}

/** The second derivative of Σ w·(y + y²/2) + Σ x²/2 along a direction, by at most so many elements of each input. */
export function secondDerivatives(one: Case, weights: Weights, most: number): Derivative[][] {
  const along = (sign: number): Nd[] => {
    const chosen = differentiated(one.inputs);
    return one.inputs.map((x, i) => {
      const direction = weights.directions[chosen.indexOf(i)];
      return direction === undefined ? x : { ...x, data: x.data.map((v, k) => v + sign * STEP * direction.data[k]!) };
    });
  };
  const [ahead, behind] = [along(1), along(-1)];
  return differentiated(one.inputs).map((which) =>
    chosenOf(one.inputs[which]!, most).map((i) => {
      const derivative = (inputs: readonly Nd[]): number =>
        curvedSum(one, moved(inputs, which, i, STEP), weights) -
        curvedSum(one, moved(inputs, which, i, -STEP), weights);
      const middle = (derivative(ahead) - derivative(behind)) / (4 * STEP * STEP);
      return { i, left: middle, right: middle, middle };
    }),
  );
}

function moved(inputs: readonly Nd[], which: number, i: number, by: number): Nd[] {
  return inputs.map((x, k) => {
    if (k !== which) return x;
    const data = x.data.slice();
    data[i]! += by;
    return { ...x, data };
  });
}

/** Draws weights that are away from 0, of both signs. */
export function weightsFor(one: Case, uniform: () => number): Weights {
  const like = (x: Nd): Nd => ({
    shape: x.shape,
    dtype: 'float32',
    data: x.data.map(() => Math.fround((0.5 + uniform()) * (uniform() < 0.5 ? -1 : 1))),
  });
  return {
    outputs: outputsOf(one, one.inputs).map(like),
    directions: differentiated(one.inputs).map((i) => like(one.inputs[i]!)),
  };
}
