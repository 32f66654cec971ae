import {
  ArgumentError,
  type ModuleTree,
  NeuriteError,
  Parameter,
  parameters,
  resolveOptions,
  valueAndGradients,
} from '@neurite/core';
import { minimizeAsync, type MinimizeOptions as SearchOptions } from '@neurite/numeric';
import { dispose, type Scalar, type Tensor, tensor } from '@tensorflow/tfjs-core';

/** How far `minimize` goes. */
export type MinimizeOptions = {
  /** The most steps: an integer of at least 0. Default 100. */
  readonly maxIterations?: number;
  /** How many of the last steps tell the curvature: an integer of at least 1. Default 10. */
  readonly memory?: number;
  /** Ends when no element of the gradient is larger than this. At least 0. Default 1e-5. */
  readonly gradientTolerance?: number;
  /** Ends when a step lowers the loss by less than this part of it, or of 1 if that is larger. At least 0. Default 1e-9. */
  readonly valueTolerance?: number;
};

/** How `minimize` ended. */
export type MinimizeResult = {
  /** The loss at the weights that the model has now. */
  readonly value: number;
  readonly iterations: number;
  /** How often loss and gradients were computed. */
  readonly evaluations: number;
  /**
   * Why it ended: the `gradient` or the decrease of the `value` was within its tolerance, rounding hid what was left
   * (`progress`), or the `iterations` were used up.
   */
  readonly reason: 'gradient' | 'value' | 'progress' | 'iterations';
};

/**
 * Minimizes a loss by L-BFGS with a line search for the strong conditions of Wolfe, and leaves the best weights in the
 * model. For small models and whole data sets: the loss must be the same function at each call, without dropout and
 * batches of its own. `fit` is for everything else.
 *
 * The model has float32 weights; directions and steps are float64 on the host, of `2 · memory + 5` times its parameters.
 * Buffers stay as they are.
 *
 * @param loss computes a scalar from the model's parameters; what it returns is disposed here
 * @param model a module, or a record of them; parameters that are frozen stay as they are
 * @returns how it ended, once it has; nothing is left for the caller to dispose
 * @throws ArgumentError when an option is out of range, and for a model without a parameter that may change
 * @throws ShapeError when the loss is not a scalar
 * @throws NumericError when loss or gradient are not finite at the first weights
 * @example
 * using neuron = new Neuron({ inputs: 1 });
 * const [x, y] = [tensor2d([[1], [2], [4]]), tensor2d([[3], [5], [9]])];
 * const { value } = await minimize(() => mean(squaredDifference(neuron.forward(x, inference()), y)), neuron);
 * await neuron.weights.value.data(); // 2
 * @see Liu and Nocedal 1989, On the Limited Memory BFGS Method for Large Scale Optimization; `LBFGS` of PyTorch with
 *   `strong_wolfe`
 */
export async function minimize(
  loss: () => Scalar,
  model: ModuleTree,
  options: MinimizeOptions = {},
): Promise<MinimizeResult> {
  const search: SearchOptions = resolveOptions('minimize', options, {
    maxIterations: 100,
    memory: 10,
    gradientTolerance: 1e-5,
    valueTolerance: 1e-9,
  });
  const all = [...parameters(model).values()];
  const moved = all.filter(({ trainable }) => trainable);
  if (moved.length === 0) {
    throw new ArgumentError({
      where: 'minimize',
      argument: 'model',
      expected: 'have a parameter that training may change',
      received: 'none',
    });
  }
  const start = await flatten(moved.map(({ value }) => value));
  const { x, value, iterations, evaluations, reason } = await minimizeAsync(
    async (at) => {
      const weights = weightsAt(moved, at);
      try {
        const { result, assigned } = pass(loss, all, new Map(moved.map((parameter, i) => [parameter, weights[i]!])));
        const made = [result.value, ...Object.values(result.gradients), ...assigned.values()];
        try {
          const [first] = await result.value.data();
          return { value: first!, gradient: await flatten(Object.values(result.gradients)) };
        } finally {
          dispose(made);
        }
      } finally {
        dispose(weights);
      }
    },
    start,
    { ...search, rounding: 2 ** -23 },
  ).catch((error: unknown) => {
    throw error instanceof NeuriteError ? error.within('minimize') : error;
  });
  weightsAt(moved, x).forEach((weight, i) => void moved[i]!.assign(weight));
  return { value, iterations, evaluations, reason };
}

/** The pass of a loss while the parameters hold other weights, and buffers are lent, so that they do not change. */
function pass(loss: () => Scalar, all: readonly Parameter[], weights: ReadonlyMap<Parameter, Tensor>) {
  const loans = new Map(all.map((parameter) => [parameter, weights.get(parameter) ?? parameter.value]));
  const of = Object.fromEntries([...weights.values()].map((weight, i) => [String(i), weight]));
  return Parameter.lend(loans, () => valueAndGradients(loss, of));
}

/** New tensors of the shapes of the parameters. */
function weightsAt(moved: readonly Parameter[], at: Float64Array): Tensor[] {
  let from = 0;
  return moved.map(({ shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from(at.subarray(from, from + size));
    from += size;
    return tensor(values, [...shape], 'float32');
  });
}

/** All values in one list. */
async function flatten(tensors: readonly Tensor[]): Promise<Float64Array> {
  const parts = await Promise.all(tensors.map((one) => one.data()));
  const all = new Float64Array(parts.reduce((size, { length }) => size + length, 0));
  let from = 0;
  for (const part of parts) {
    all.set(part as Float32Array, from); // parameters are float32
    from += part.length;
  }
  return all;
}
