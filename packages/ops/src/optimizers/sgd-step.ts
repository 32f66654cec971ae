import { assertShape, type NamedTensors } from '@neurite/core';
import { defineOperation, type Operation } from '@neurite/core/operation';
import { add, mul, neg, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { type SgdUpdateOptions, sgdUpdateOperation } from './sgd-update.js';

/** The inputs of one step of gradient descent for all parameters; records have one tensor for each name of `gradients`. */
export type SgdStepInputs = {
  readonly gradients: NamedTensors;
  /** Of the shapes of the gradients, as are the parameters. Left out without momentum. */
  readonly velocities?: NamedTensors;
  readonly parameters: NamedTensors;
  readonly learningRate: Scalar;
};

/** The constants of gradient descent; the decay may differ from parameter to parameter. */
export type SgdStepOptions = SgdUpdateOptions & { readonly weightDecay: (name: string) => number };

/** The next parameters and velocities, by the names of the gradients. */
export type SgdStepResult = Readonly<Record<'parameters' | 'velocities', NamedTensors>>;

type Attrs = SgdUpdateOptions & { readonly weightDecays: readonly number[] };

/**
 * The kernel `SgdStep`, see `fusedSgdStep`. Inputs are learningRate, and of the i-th parameter `gradient i`, `parameter i`
 * and, where there is momentum, `velocity i`; there is a weight decay for each. Outputs are the next parameter and velocity
 * of the first, then of the second, and so on.
 */
export const sgdStepOperation: Operation<NamedTensors, Attrs, Tensor[]> = defineOperation({
  name: 'SgdStep',
  compose: (inputs: NamedTensors, { weightDecays, ...constants }: Attrs) => {
    const learningRate = inputs.learningRate as Scalar; // by this name
    return weightDecays.flatMap((weightDecay, i) => {
      const parameter = inputs[`parameter ${i}`]!;
      const velocity = inputs[`velocity ${i}`];
      const raw = inputs[`gradient ${i}`]!;
      const gradient = weightDecay > 0 ? add(raw, mul(parameter, weightDecay)) : raw;
      if (velocity === undefined) return [add(parameter, mul(gradient, neg(learningRate)))];
      const [update, next] = sgdUpdateOperation({ gradient, velocity, learningRate }, constants);
      return [add(parameter, update!), next!];
    });
  },
});

/**
 * One step of gradient descent for all parameters, in one kernel: `fusedSgdUpdate` of each with the gradient
 * `g + weightDecay · parameter`, and the update added. Without velocities it is `parameter − learningRate · g`.
 *
 * @returns new tensors, owned by the caller
 * @throws ShapeError when a velocity or a parameter has another shape than the gradient of its name
 * @example
 * const { parameters } = fusedSgdStep(
 *   { gradients: { w: tensor1d([1, -1]) }, parameters: { w: tensor1d([1, 2]) }, learningRate: scalar(0.1) },
 *   { momentum: 0, nesterov: false, weightDecay: () => 0 },
 * ); // w: 0.9, 2.1
 */
export function fusedSgdStep(
  { gradients, velocities, parameters, learningRate }: SgdStepInputs,
  { weightDecay, ...constants }: SgdStepOptions,
): SgdStepResult {
  const names = Object.keys(gradients);
  const inputs: Record<string, Tensor> = { learningRate };
  const of = {
    gradient: gradients,
    parameter: parameters,
    ...(velocities === undefined ? {} : { velocity: velocities }),
  };
  names.forEach((name, i) => {
    for (const [input, tensors] of Object.entries(of)) {
      assertShape('fusedSgdStep', input, tensors[name]!.shape, gradients[name]!.shape);
      inputs[`${input} ${i}`] = tensors[name]!;
    }
  });
  const outputs = sgdStepOperation(inputs, { ...constants, weightDecays: names.map(weightDecay) });
  const [each, moving] = velocities === undefined ? [1, []] : [2, names];
  return {
    parameters: Object.fromEntries(names.map((name, i) => [name, outputs[each * i]!])),
    velocities: Object.fromEntries(moving.map((name, i) => [name, outputs[2 * i + 1]!])),
  };
}
