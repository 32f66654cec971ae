import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset, offsetOptional } from '../../address.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { numbered, type Step, stepAll } from './step-all.js';

type Momentum = { readonly momentum: number; readonly nesterov: boolean };
type StepAttributes = Momentum & { readonly weightDecays: readonly number[] };
type NamedInputs = Readonly<Record<string, TensorInfo>>;

/** The update of gradient descent for one parameter, and its step for all of them. */
export const sgdKernels: KernelTable = {
  SgdStep: operationKernel(takes<NamedInputs, StepAttributes>(FLOAT, (call) => sgd(call, true))),
  SgdUpdate: operationKernel(
    takes<NamedInputs, Momentum>(FLOAT, ({ inputs, attrs, backend }) => {
      // The kernel reads no parameter that it does not update.
      const given = numbered({ parameter: inputs.gradient!, ...inputs });
      return sgd({ inputs: given, attrs: { ...attrs, weightDecays: [0] }, backend }, false);
    }),
  ),
};

/** @param apply whether the result is the updated parameter, and not the update */
function sgd(
  { inputs, attrs: { momentum, nesterov, weightDecays }, backend }: KernelCall<NamedInputs, StepAttributes>,
  apply: boolean,
): TensorInfo[] {
  const outputs: TensorInfo[] = [];
  const newOutput = (shape: number[]): TensorInfo => {
    const output = backend.newTensor(shape);
    outputs.push(output);
    return output;
  };
  const learningRate = backend.pointer(inputs.learningRate!);
  const steps = weightDecays.map((weightDecay, i): Step => {
    const given = inputs[`gradient ${i}`]!;
    const before = inputs[`velocity ${i}`];
    const gradient = backend.pointer(given);
    const parameter = backend.pointer(inputs[`parameter ${i}`]!);
    const target = backend.pointer(newOutput(given.shape));
    const velocity = backend.optionalPointer(before);
    const nextVelocity = backend.optionalPointer(before && newOutput(given.shape));
    return {
      extent: util.sizeFromShape(given.shape),
      run: (kernels, { from, length: count }) =>
        kernels.sgdUpdate({
          gradient: offset(gradient, from),
          velocity: offsetOptional(velocity, from),
          parameter: offset(parameter, from),
          learningRate,
          target: offset(target, from),
          nextVelocity: offsetOptional(nextVelocity, from),
          count,
          momentum,
          nesterov,
          weightDecay,
          apply,
        }),
    };
  });
  stepAll(backend.threads, steps);
  return outputs;
}
