import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset, offsetOptional } from '../../address.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { copyOf, extentOf, kernelGradient, type Named, type Optional, sizesOf } from './sequences.js';

type Attributes = { readonly activation: 'tanh' | 'relu' };

const INPUTS = { initialState: 'batch u', recurrentKernel: 'u u', x: 'batch time u' };
const GRADIENT_INPUTS = {
  initialState: 'batch u',
  recurrentKernel: 'u u',
  outputs: 'batch time u',
  dOutputs: '=outputs',
};

/** Plain recurrences over entire sequences, and their gradient. */
export const simpleRnnKernels: KernelTable = {
  MaskedSimpleRnnSequence: operationKernel(shapes({ ...INPUTS, mask: 'batch time' }), takes(FLOAT, simpleRnn)),
  MaskedSimpleRnnSequenceGrad: operationKernel(
    shapes({ ...GRADIENT_INPUTS, mask: 'batch time', dFinalState: 'batch u' }),
    takes(FLOAT, simpleRnnGradient),
  ),
  SimpleRnnSequence: operationKernel(shapes(INPUTS), takes(FLOAT, simpleRnn)),
  SimpleRnnSequenceGrad: operationKernel(shapes(GRADIENT_INPUTS), takes(FLOAT, simpleRnnGradient)),
};

function simpleRnn({
  inputs: { x, recurrentKernel, initialState, mask },
  attrs: { activation },
  backend,
}: KernelCall<Named<'x' | 'recurrentKernel' | 'initialState'> & Optional<'mask'>, Attributes>): TensorInfo[] {
  const sizes = sizesOf(x, initialState);
  const { time, units } = sizes;
  const outputs = backend.newTensor(x.shape);
  const finalState = mask && copyOf(backend, initialState);
  const [xAt, kernel, state] = backend.pointers(x, recurrentKernel, finalState ?? initialState);
  const [outputsAt, maskAt] = [backend.pointer(outputs), backend.optionalPointer(mask)];
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.simpleRnnSequence({
      x: offset(xAt, from * sample),
      kernel,
      state: offset(state, from * units),
      mask: offsetOptional(maskAt, from * time),
      outputs: offset(outputsAt, from * sample),
      rectify: activation === 'relu',
      batch: length,
      time,
      units,
      scratch,
    }),
  );
  return finalState === undefined ? [outputs] : [outputs, finalState];
}

function simpleRnnGradient({
  inputs: { dFinalState, initialState, outputs, mask, ...inputs },
  attrs: { activation },
  backend,
}: KernelCall<
  Named<'dOutputs' | 'recurrentKernel' | 'initialState' | 'outputs'> & Optional<'dFinalState' | 'mask'>,
  Attributes
>): TensorInfo[] {
  const sizes = sizesOf(outputs, initialState);
  const { time, units } = sizes;
  const dx = backend.newTensor(outputs.shape);
  const dState = dFinalState === undefined ? backend.newTensor(initialState.shape) : copyOf(backend, dFinalState);
  const [dOutputs, kernel, outputsAt] = backend.pointers(inputs.dOutputs, inputs.recurrentKernel, outputs);
  const [dxAt, dStateAt] = backend.pointers(dx, dState);
  const maskAt = backend.optionalPointer(mask);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.simpleRnnSequenceGradient({
      dOutputs: offset(dOutputs, from * sample),
      kernel,
      mask: offsetOptional(maskAt, from * time),
      outputs: offset(outputsAt, from * sample),
      dx: offset(dxAt, from * sample),
      dState: offset(dStateAt, from * units),
      rectify: activation === 'relu',
      batch: length,
      time,
      units,
      scratch,
    }),
  );
  return [dx, kernelGradient(backend, { outputs, initialState, gradients: dx, mask }), dState];
}
