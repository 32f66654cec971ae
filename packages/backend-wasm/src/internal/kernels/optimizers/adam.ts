import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { numbered, type Step, stepAll } from './step-all.js';

type Rates = Readonly<Record<'beta1' | 'beta2' | 'epsilon', number>>;
type StepAttributes = Rates & { readonly weightDecays: readonly number[] };
type NamedInputs = Readonly<Record<string, TensorInfo>>;

/** The update of Adam for one parameter, and its step for all of them. */
export const adamKernels: KernelTable = {
  AdamStep: operationKernel(takes<NamedInputs, StepAttributes>(FLOAT, (call) => adam(call, true))),
  AdamUpdate: operationKernel(
    takes<NamedInputs, Rates & { readonly weightDecay: number }>(
      FLOAT,
      ({ inputs, attrs: { weightDecay, ...rates }, backend }) =>
        adam({ inputs: numbered(inputs), attrs: { ...rates, weightDecays: [weightDecay] }, backend }, false),
    ),
  ),
};

/** @param apply whether the result is the updated parameter, and not the update */
function adam(
  { inputs, attrs: { beta1, beta2, epsilon, weightDecays }, backend }: KernelCall<NamedInputs, StepAttributes>,
  apply: boolean,
): TensorInfo[] {
  const outputs: TensorInfo[] = [];
  const [learningRate, correction1, correction2] = backend.pointers(
    inputs.learningRate!,
    inputs.correction1!,
    inputs.correction2!,
  );
  const steps = weightDecays.map((weightDecay, i): Step => {
    const given = inputs[`gradient ${i}`]!;
    const made = [
      backend.newTensor(given.shape),
      backend.newTensor(given.shape),
      backend.newTensor(given.shape),
    ] as const;
    outputs.push(...made);
    const gradient = backend.pointer(given);
    const firstMoment = backend.pointer(inputs[`firstMoment ${i}`]!);
    const secondMoment = backend.pointer(inputs[`secondMoment ${i}`]!);
    const parameter = backend.pointer(inputs[`parameter ${i}`]!);
    const [target, nextFirst, nextSecond] = backend.pointers(...made);
    return {
      extent: util.sizeFromShape(given.shape),
      run: (kernels, { from, length: count }) =>
        kernels.adamUpdate({
          gradient: offset(gradient, from),
          firstMoment: offset(firstMoment, from),
          secondMoment: offset(secondMoment, from),
          parameter: offset(parameter, from),
          learningRate,
          correction1,
          correction2,
          target: offset(target, from),
          nextFirst: offset(nextFirst, from),
          nextSecond: offset(nextSecond, from),
          count,
          beta1,
          oneMinusBeta1: 1 - beta1,
          beta2,
          oneMinusBeta2: 1 - beta2,
          epsilon,
          weightDecay,
          apply,
        }),
    };
  });
  stepAll(backend.threads, steps);
  return outputs;
}
