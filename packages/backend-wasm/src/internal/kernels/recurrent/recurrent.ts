import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { FLOAT, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { multiply } from '../products/matrix-product.js';
import { sumRows } from '../reductions/reduction.js';
import { copyElements, copyStrided } from '../shape/copy.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;
type Sizes = Readonly<Record<'batch' | 'time' | 'units', number>>;

/** Recurrent networks over entire sequences, and their gradients. */
export const recurrentKernels: KernelTable = {
  GruSequence: operationKernel(takes(FLOAT, gru)),
  GruSequenceGrad: operationKernel(takes(FLOAT, gruGradient)),
  LstmSequence: operationKernel(takes(FLOAT, lstm)),
  LstmSequenceGrad: operationKernel(takes(FLOAT, lstmGradient)),
};

function lstm({
  inputs,
  backend,
}: KernelCall<Named<'x' | 'recurrentKernel' | 'initialState' | 'initialCell'>>): TensorInfo[] {
  const sizes = sizesOf(inputs.x, inputs.initialState);
  const { batch, time, units } = sizes;
  const outputs = backend.newTensor([batch, time, units]);
  const finalCell = copyOf(backend, inputs.initialCell);
  const gates = backend.newTensor(inputs.x.shape);
  const cells = backend.newTensor(outputs.shape);
  const [x, kernel, state] = backend.pointers(inputs.x, inputs.recurrentKernel, inputs.initialState);
  const [outputsAt, cellAt, gatesAt, cellsAt] = backend.pointers(outputs, finalCell, gates, cells);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.lstmSequence({
      x: offset(x, from * 4 * sample),
      kernel,
      state: offset(state, from * units),
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
  return [outputs, finalCell, gates, cells];
}

function lstmGradient({
  inputs,
  backend,
}: KernelCall<
  Named<'dOutputs' | 'dFinalCell' | 'recurrentKernel' | 'initialState' | 'initialCell' | 'outputs' | 'gates' | 'cells'>
>): TensorInfo[] {
  const { outputs, initialState } = inputs;
  const sizes = sizesOf(outputs, initialState);
  const { time, units } = sizes;
  const dx = backend.newTensor(inputs.gates.shape);
  const dState = backend.newTensor(initialState.shape);
  const dCell = copyOf(backend, inputs.dFinalCell);
  const [dOutputs, kernel, initialCell] = backend.pointers(inputs.dOutputs, inputs.recurrentKernel, inputs.initialCell);
  const [gates, cells] = backend.pointers(inputs.gates, inputs.cells);
  const [dxAt, dStateAt, dCellAt] = backend.pointers(dx, dState, dCell);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.lstmSequenceGradient({
      dOutputs: offset(dOutputs, from * sample),
      kernel,
      initialCell: offset(initialCell, from * units),
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
  return [dx, kernelGradient(backend, { outputs, initialState, gradients: dx }), dState, dCell];
}

function gru({
  inputs,
  backend,
}: KernelCall<Named<'x' | 'recurrentKernel' | 'recurrentBias' | 'initialState'>>): TensorInfo[] {
  const sizes = sizesOf(inputs.x, inputs.initialState);
  const { batch, time, units } = sizes;
  const outputs = backend.newTensor([batch, time, units]);
  const gates = backend.newTensor([batch, time, 4 * units]);
  const [x, kernel, bias] = backend.pointers(inputs.x, inputs.recurrentKernel, inputs.recurrentBias);
  const [state, outputsAt, gatesAt] = backend.pointers(inputs.initialState, outputs, gates);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.gruSequence({
      x: offset(x, from * 3 * sample),
      kernel,
      bias,
      state: offset(state, from * units),
      outputs: offset(outputsAt, from * sample),
      gates: offset(gatesAt, from * 4 * sample),
      batch: length,
      time,
      units,
      scratch,
    }),
  );
  return [outputs, gates];
}

function gruGradient({
  inputs,
  backend,
}: KernelCall<Named<'dOutputs' | 'recurrentKernel' | 'initialState' | 'outputs' | 'gates'>>): TensorInfo[] {
  const { outputs, initialState } = inputs;
  const sizes = sizesOf(outputs, initialState);
  const { batch, time, units } = sizes;
  const dx = backend.newTensor([batch, time, 3 * units]);
  const byState = backend.newTensor(dx.shape);
  const dState = backend.newTensor(initialState.shape);
  const dBias = backend.newTensor([3 * units]);
  const [dOutputs, kernel, state] = backend.pointers(inputs.dOutputs, inputs.recurrentKernel, initialState);
  const [outputsAt, gates] = backend.pointers(outputs, inputs.gates);
  const [dxAt, byStateAt, dStateAt] = backend.pointers(dx, byState, dState);
  const sample = time * units;
  backend.threads.over(extentOf(backend, sizes), (kernels, { from, length, scratch }) =>
    kernels.gruSequenceGradient({
      dOutputs: offset(dOutputs, from * sample),
      kernel,
      initialState: offset(state, from * units),
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
  const dKernel = kernelGradient(backend, { outputs, initialState, gradients: byState });
  sumRows(backend, { ...byState, shape: [batch * time, 3 * units] }, dBias);
  return [dx, dKernel, dBias, dState];
}

function sizesOf(sequence: TensorInfo, state: TensorInfo): Sizes {
  return { batch: state.shape[0]!, time: sequence.shape[1]!, units: state.shape[1]! };
}

/** For each sample, step and unit: its part of the product, for each unit there is, and the gates, about. */
const NANOSECONDS_OF_PRODUCT = 0.2;
const NANOSECONDS_OF_GATES = 5;

/** Samples are shared out. */
function extentOf(
  { kernels }: WasmBackend,
  { batch, time, units }: Sizes,
): Readonly<Record<'extent' | 'cost' | 'scratch', number>> {
  return {
    extent: batch,
    cost: batch * time * units * (units * NANOSECONDS_OF_PRODUCT + NANOSECONDS_OF_GATES),
    scratch: kernels.recurrentScratch({ batch, units }),
  };
}

function copyOf(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const copy = backend.newTensor(x.shape);
  const [source, target] = backend.pointers(x, copy);
  copyElements(backend, source, target, util.sizeFromShape(x.shape));
  return copy;
}

/** Σ over samples and steps of hₜ₋₁ᵀ · gradientsₜ: one product, with the states shifted by one step. */
function kernelGradient(
  backend: WasmBackend,
  { outputs, initialState, gradients }: Named<'outputs' | 'initialState' | 'gradients'>,
): TensorInfo {
  const [batch, time, units] = outputs.shape as [number, number, number];
  const columns = gradients.shape[2]!;
  const output = backend.newTensor([units, columns]);
  const target = backend.pointer(output);
  if (batch === 0) {
    backend.kernels.fill({ target, count: units * columns, bits: 0 });
    return output;
  }
  const before = backend.newTensor(outputs.shape);
  const [states, initial, later] = backend.pointers(before, initialState, outputs);
  const sample = time * units;
  const moves = [
    { source: initial, target: states, length: units, step: units },
    { source: later, target: offset(states, units), length: sample - units, step: sample },
  ];
  for (const { source, target: to, length, step } of moves) {
    copyStrided(backend, { source, target: to, extents: [batch, length], from: [step, 1], to: [sample, 1] });
  }
  multiply(
    backend,
    { rows: units, columns, depth: batch * time, transposeLeft: true, transposeRight: false, bias: 0, rectify: false },
    [{ left: states, right: backend.pointer(gradients), target }],
  );
  backend.disposeIntermediateTensorInfo(before);
  return output;
}
