import type { Tensor } from '@tensorflow/tfjs-core';
import { defineOperation, type Operation, type OperationDefinition } from '../ops/define-operation.js';
import { type FusedGradient, fusedGradient } from './fused-gradient.js';

/** An operation whose gradient is a kernel too. */
export function fusedOperation<
  Inputs extends Readonly<Record<string, Tensor>>,
  Attrs extends object,
  Output extends Tensor | Tensor[],
>(
  definition: OperationDefinition<Inputs, Attrs, Output> & FusedGradient<Inputs, Attrs>,
): Operation<Inputs, Attrs, Output> {
  const { name, compose } = definition;
  return defineOperation<Inputs, Attrs, Output>({ name, compose, gradient: fusedGradient(definition) });
}
