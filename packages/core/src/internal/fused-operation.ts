import type { Tensor } from '@tensorflow/tfjs-core';
import { defineOperation, type Operation, type OperationDefinition } from './define-operation.js';
import { type FusedGradient, fusedGradient } from './fused-gradient.js';
import { skipZeros } from './tape.js';

/** The definition of an operation whose gradient is a kernel too. */
export type FusedOperation<
  Inputs extends Readonly<Record<string, Tensor>>,
  Attrs extends object,
  Output extends Tensor | Tensor[],
> = OperationDefinition<Inputs, Attrs, Output> &
  FusedGradient<Inputs, Attrs> & {
    /** For each output, whether only the gradient's kernel reads it, which ignores the gradient by it. Default: none is. */
    readonly internal?: readonly boolean[];
  };

/** Makes an operation whose gradient is a kernel too. */
export function fusedOperation<
  Inputs extends Readonly<Record<string, Tensor>>,
  Attrs extends object,
  Output extends Tensor | Tensor[],
>(definition: FusedOperation<Inputs, Attrs, Output>): Operation<Inputs, Attrs, Output> {
  const { name, compose, internal } = definition;
  const operation = defineOperation<Inputs, Attrs, Output>({ name, compose, gradient: fusedGradient(definition) });
  if (internal === undefined) return operation;
  const run = (inputs: Inputs, attrs: Attrs): Output => {
    const output = operation(inputs, attrs);
    skipZeros(name, internal);
    return output;
  };
  return Object.assign(run, operation);
}
