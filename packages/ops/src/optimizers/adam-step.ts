import type { NamedTensors } from '@neurite/core';
import { defineOperation, type Operation } from '@neurite/core/operation';
import { add, type Scalar, type Tensor } from '@tensorflow/tfjs-core';
import { assertAdam } from '../internal/assert-adam.js';
import { type AdamUpdateOptions, adamUpdateOperation } from './adam-update.js';

/** The inputs of one step of Adam for all parameters; records have one tensor for each name of `gradients`. */
export type AdamStepInputs = {
  readonly gradients: NamedTensors;
  /** Of the shapes of the gradients, as are the second moments and the parameters. */
  readonly firstMoments: NamedTensors;
  readonly secondMoments: NamedTensors;
  readonly parameters: NamedTensors;
  readonly learningRate: Scalar;
  /** 1 − β₁ᵗ, where t is 1 in the first step. */
  readonly correction1: Scalar;
  /** 1 − β₂ᵗ. */
  readonly correction2: Scalar;
};

/** The constants of Adam; the decay may differ from parameter to parameter. */
export type AdamStepOptions = Omit<AdamUpdateOptions, 'weightDecay'> & {
  readonly weightDecay: (name: string) => number;
};

/** The next parameters and moments, by the names of the gradients. */
export type AdamStepResult = Readonly<Record<'parameters' | 'firstMoments' | 'secondMoments', NamedTensors>>;

type Attrs = Omit<AdamUpdateOptions, 'weightDecay'> & { readonly weightDecays: readonly number[] };

/**
 * The kernel `AdamStep`, see `fusedAdamStep`. Inputs are learningRate, correction1 and correction2, and of the i-th
 * parameter `gradient i`, `firstMoment i`, `secondMoment i` and `parameter i`; there is a weight decay for each. Outputs
 * are the next parameter, first moment and second moment of the first, then of the second, and so on.
 */
export const adamStepOperation: Operation<NamedTensors, Attrs, Tensor[]> = defineOperation({
  name: 'AdamStep',
  compose: (inputs: NamedTensors, { weightDecays, ...constants }: Attrs) => {
    const { learningRate, correction1, correction2 } = inputs as Pick<
      AdamStepInputs,
      'learningRate' | 'correction1' | 'correction2'
    >; // by these names
    return weightDecays.flatMap((weightDecay, i) => {
      const parameter = inputs[`parameter ${i}`]!;
      const [update, ...moments] = adamUpdateOperation(
        {
          gradient: inputs[`gradient ${i}`]!,
          firstMoment: inputs[`firstMoment ${i}`]!,
          secondMoment: inputs[`secondMoment ${i}`]!,
          parameter,
          learningRate,
          correction1,
          correction2,
        },
        { ...constants, weightDecay },
      );
      return [add(parameter, update!), ...moments];
    });
  },
});

/**
 * One step of Adam or AdamW for all parameters, in one kernel: `fusedAdamUpdate` of each, with the update added.
 *
 * @returns new tensors, owned by the caller
 * @throws ShapeError when a moment or a parameter has another shape than the gradient of its name
 * @example
 * const zero = { w: tensor1d([0, 0]) };
 * const { parameters } = fusedAdamStep(
 *   {
 *     gradients: { w: tensor1d([1, -1]) },
 *     firstMoments: zero,
 *     secondMoments: zero,
 *     parameters: { w: tensor1d([1, 2]) },
 *     learningRate: scalar(0.1),
 *     correction1: scalar(1 - 0.9),
 *     correction2: scalar(1 - 0.999),
 *   },
 *   { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: () => 0 },
 * ); // w: 0.9, 2.1
 */
export function fusedAdamStep(
  { gradients, firstMoments, secondMoments, parameters, ...scalars }: AdamStepInputs,
  { weightDecay, ...constants }: AdamStepOptions,
): AdamStepResult {
  const names = Object.keys(gradients);
  const inputs: Record<string, Tensor> = { ...scalars };
  names.forEach((name, i) => {
    const one = {
      gradient: gradients[name]!,
      firstMoment: firstMoments[name]!,
      secondMoment: secondMoments[name]!,
      parameter: parameters[name]!,
    };
    assertAdam('fusedAdamStep', one);
    for (const [input, tensor] of Object.entries(one)) inputs[`${input} ${i}`] = tensor;
  });
  const outputs = adamStepOperation(inputs, { ...constants, weightDecays: names.map(weightDecay) });
  const every = (output: number): NamedTensors =>
    Object.fromEntries(names.map((name, i) => [name, outputs[3 * i + output]!]));
  return { parameters: every(0), firstMoments: every(1), secondMoments: every(2) };
}
