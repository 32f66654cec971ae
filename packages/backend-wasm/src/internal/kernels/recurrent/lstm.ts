import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset, offsetOptional } from '../../address.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { shapes } from '../../signature.js';
import { copyOf, extentOf, kernelGradient, type Named, type Optional, sizesOf } from './sequences.js';

const INPUTS = { initialState: 'batch u', recurrentKernel: 'u 4u', x: 'batch time 4u', initialCell: 'batch u' };
const GRADIENT_INPUTS = {
  initialState: 'batch u',
  recurrentKernel: 'u 4u',
  outputs: 'batch time u',
  dOutputs: '=outputs',
  initialCell: 'batch u',
  gates: 'batch time 4u',
  cells: 'batch time u',
  dFinalCell: 'batch u',
};

/** Long short-term memory over entire sequences, and its gradient. */
export const lstmKernels: KernelTable = {
  LstmSequence: operationKernel(shapes(INPUTS), takes(FLOAT, lstm)),
  LstmSequenceGrad: operationKernel(shapes(GRADIENT_INPUTS), takes(FLOAT, lstmGradient)),
  MaskedLstmSequence: operationKernel(shapes({ ...INPUTS, mask: 'batch time' }), takes(FLOAT, lstm)),
  MaskedLstmSequenceGrad: operationKernel(
    shapes({ ...GRADIENT_INPUTS, mask: 'batch time', dFinalState: 'batch u' }),
    takes(FLOAT, lstmGradient),
  ),
};

function lstm({
  inputs: { x, recurrentKernel, initialState, initialCell, mask },
  backend,
}: KernelCall<Named<'x' | 'recurrentKernel' | 'initialState' | 'initialCell'> & Optional<'mask'>>): TensorInfo[] {
  const sizes = sizesOf(x, initialState);
  const { batch, time, units } = sizes;
  const outputs = backend.newTensor([batch, time, units]);
  const finalState = mask && copyOf(backend, initialState);
  const finalCell = copyOf(backend, initialCell);
  const gates = backend.newTensor(x.shape);
  const cells = backend.newTensor(outputs.shape);
  const [xAt, kernel, state] = backend.pointers(x, recurrentKernel, finalState ?? initialState);
  const [outputsAt, cellAt, gatesAt, cellsAt] = backend.pointers(outputs, finalCell, gates, cells);
  const maskAt = backend.optionalPointer(mask);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.lstmSequence({
      x: offset(xAt, from * 4 * sample),
      kernel,
      state: offset(state, from * units),
      mask: offsetOptional(maskAt, from * time),
      finalCell: offset(cellAt, from * units),
      outputs: offset(outputsAt, from * sample),
      gates: offset(gatesAt, from * 4 * sample),
      cells: offset(cellsAt, from * sample),
      batch: length,
      time,
      units,
      scratch,
    }),
  );
  return finalState === undefined ? [outputs, finalCell, gates, cells] : [outputs, finalState, finalCell, gates, cells];
}

function lstmGradient({
  inputs: { dFinalState, initialState, outputs, mask, ...inputs },
  backend,
}: KernelCall<
  Named<
    'dOutputs' | 'dFinalCell' | 'recurrentKernel' | 'initialState' | 'initialCell' | 'outputs' | 'gates' | 'cells'
  > &
    Optional<'dFinalState' | 'mask'>
>): TensorInfo[] {
  const sizes = sizesOf(outputs, initialState);
  const { time, units } = sizes;
  const dx = backend.newTensor(inputs.gates.shape);
  const dState = dFinalState === undefined ? backend.newTensor(initialState.shape) : copyOf(backend, dFinalState);
  const dCell = copyOf(backend, inputs.dFinalCell);
  const [dOutputs, kernel, initialCell] = backend.pointers(inputs.dOutputs, inputs.recurrentKernel, inputs.initialCell);
  const [gates, cells] = backend.pointers(inputs.gates, inputs.cells);
  const [dxAt, dStateAt, dCellAt] = backend.pointers(dx, dState, dCell);
  const maskAt = backend.optionalPointer(mask);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.lstmSequenceGradient({
      dOutputs: offset(dOutputs, from * sample),
      kernel,
      initialCell: offset(initialCell, from * units),
      mask: offsetOptional(maskAt, from * time),
      gates: offset(gates, from * 4 * sample),
      cells: offset(cells, from * sample),
      dx: offset(dxAt, from * 4 * sample),
      dState: offset(dStateAt, from * units),
      dCell: offset(dCellAt, from * units),
      batch: length,
      time,
      units,
      scratch,
    }),
  );
  return [dx, kernelGradient(backend, { outputs, initialState, gradients: dx, mask }), dState, dCell];
}
