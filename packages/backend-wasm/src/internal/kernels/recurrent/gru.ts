import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset, offsetOptional } from '../../address.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { sumRows } from '../reductions/reduction.js';
import { copyOf, extentOf, kernelGradient, type Named, type Optional, sizesOf } from './sequences.js';

const INPUTS = { initialState: 'batch u', recurrentKernel: 'u 3u', x: 'batch time 3u', recurrentBias: '3u' };
const GRADIENT_INPUTS = {
  initialState: 'batch u',
  recurrentKernel: 'u 3u',
  outputs: 'batch time u',
  dOutputs: '=outputs',
  gates: 'batch time 4u',
};

/** Gated recurrent units over entire sequences, and their gradient. */
export const gruKernels: KernelTable = {
  GruSequence: operationKernel(shapes(INPUTS), takes(FLOAT, gru)),
  GruSequenceGrad: operationKernel(shapes(GRADIENT_INPUTS), takes(FLOAT, gruGradient)),
  MaskedGruSequence: operationKernel(shapes({ ...INPUTS, mask: 'batch time' }), takes(FLOAT, gru)),
  MaskedGruSequenceGrad: operationKernel(
    shapes({ ...GRADIENT_INPUTS, mask: 'batch time', dFinalState: 'batch u' }),
    takes(FLOAT, gruGradient),
  ),
};

function gru({
  inputs: { x, recurrentKernel, recurrentBias, initialState, mask },
  backend,
}: KernelCall<Named<'x' | 'recurrentKernel' | 'recurrentBias' | 'initialState'> & Optional<'mask'>>): TensorInfo[] {
  const sizes = sizesOf(x, initialState);
  const { batch, time, units } = sizes;
  const outputs = backend.newTensor([batch, time, units]);
  const finalState = mask && copyOf(backend, initialState);
  const gates = backend.newTensor([batch, time, 4 * units]);
  const [xAt, kernel, bias] = backend.pointers(x, recurrentKernel, recurrentBias);
  const [state, outputsAt, gatesAt] = backend.pointers(finalState ?? initialState, outputs, gates);
  const maskAt = backend.optionalPointer(mask);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.gruSequence({
      x: offset(xAt, from * 3 * sample),
      kernel,
      bias,
      state: offset(state, from * units),
      mask: offsetOptional(maskAt, from * time),
      outputs: offset(outputsAt, from * sample),
      gates: offset(gatesAt, from * 4 * sample),
      batch: length,
      time,
      units,
      scratch,
    }),
  );
  return finalState === undefined ? [outputs, gates] : [outputs, finalState, gates];
}

function gruGradient({
  inputs: { dFinalState, initialState, outputs, mask, ...inputs },
  backend,
}: KernelCall<
  Named<'dOutputs' | 'recurrentKernel' | 'initialState' | 'outputs' | 'gates'> & Optional<'dFinalState' | 'mask'>
>): TensorInfo[] {
  const sizes = sizesOf(outputs, initialState);
  const { batch, time, units } = sizes;
  const dx = backend.newTensor([batch, time, 3 * units]);
  const byState = backend.newTensor(dx.shape);
  const dState = dFinalState === undefined ? backend.newTensor(initialState.shape) : copyOf(backend, dFinalState);
  const dBias = backend.newTensor([3 * units]);
  const [dOutputs, kernel, state] = backend.pointers(inputs.dOutputs, inputs.recurrentKernel, initialState);
  const [outputsAt, gates] = backend.pointers(outputs, inputs.gates);
  const [dxAt, byStateAt, dStateAt] = backend.pointers(dx, byState, dState);
  const maskAt = backend.optionalPointer(mask);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.gruSequenceGradient({
      dOutputs: offset(dOutputs, from * sample),
      kernel,
      initialState: offset(state, from * units),
      mask: offsetOptional(maskAt, from * time),
      outputs: offset(outputsAt, from * sample),
      gates: offset(gates, from * 4 * sample),
      dx: offset(dxAt, from * 3 * sample),
      byState: offset(byStateAt, from * 3 * sample),
      dState: offset(dStateAt, from * units),
      batch: length,
      time,
      units,
      scratch,
    }),
  );
  const dKernel = kernelGradient(backend, { outputs, initialState, gradients: byState, mask });
  sumRows(backend, { ...byState, shape: [batch * time, 3 * units] }, dBias);
  return [dx, dKernel, dBias, dState];
}
