import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../backend.js';
import { copyStrided } from '../copy-strided.js';
import { areFloats, type KernelTable, ownKernel } from '../kernel.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;
type LstmInputs = Named<'x' | 'recurrentKernel' | 'initialState' | 'initialCell'>;
type LstmGradInputs = Named<
  'dOutputs' | 'dFinalCell' | 'recurrentKernel' | 'initialState' | 'initialCell' | 'outputs' | 'gates' | 'cells'
>;
type GruInputs = Named<'x' | 'recurrentKernel' | 'recurrentBias' | 'initialState'>;
type GruGradInputs = Named<'dOutputs' | 'recurrentKernel' | 'initialState' | 'outputs' | 'gates'>;

/** Recurrent networks of core over whole sequences, and their gradients. */
export const recurrentKernels: KernelTable = {
  LstmSequence: ownKernel<LstmInputs>(({ inputs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { x, recurrentKernel, initialState, initialCell } = inputs;
    const [batch, time, units] = sizesOf(x, initialState);
    const scratch = scratchOf(backend, 5 * batch * units);
    const outputs = backend.newTensor([batch, time, units], 'float32');
    const finalCell = copyOf(backend, initialCell);
    const gates = backend.newTensor(x.shape, 'float32');
    const cells = backend.newTensor(outputs.shape, 'float32');
    backend.kernels.lstmSequence(
      backend.pointer(x),
      backend.pointer(recurrentKernel),
      backend.pointer(initialState),
      backend.pointer(finalCell),
      backend.pointer(outputs),
      backend.pointer(gates),
      backend.pointer(cells),
      batch,
      time,
      units,
      scratch,
    );
    return [outputs, finalCell, gates, cells];
  }),

  LstmSequenceGrad: ownKernel<LstmGradInputs>(({ inputs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { dOutputs, dFinalCell, recurrentKernel, initialState, initialCell, outputs, gates, cells } = inputs;
    const [batch, time, units] = sizesOf(outputs, initialState);
    const scratch = scratchOf(backend, 4 * batch * units);
    const dx = backend.newTensor(gates.shape, 'float32');
    const dState = backend.newTensor(initialState.shape, 'float32');
    const dCell = copyOf(backend, dFinalCell);
    backend.kernels.lstmSequenceGradient(
      backend.pointer(dOutputs),
      backend.pointer(recurrentKernel),
      backend.pointer(initialCell),
      backend.pointer(gates),
      backend.pointer(cells),
      backend.pointer(dx),
      backend.pointer(dState),
      backend.pointer(dCell),
      batch,
      time,
      units,
      scratch,
    );
    return [dx, kernelGradient(backend, { outputs, initialState, slopes: dx }), dState, dCell];
  }),

  GruSequence: ownKernel<GruInputs>(({ inputs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { x, recurrentKernel, recurrentBias, initialState } = inputs;
    const [batch, time, units] = sizesOf(x, initialState);
    const scratch = scratchOf(backend, 4 * batch * units);
    const outputs = backend.newTensor([batch, time, units], 'float32');
    const gates = backend.newTensor([batch, time, 4 * units], 'float32');
    backend.kernels.gruSequence(
      backend.pointer(x),
      backend.pointer(recurrentKernel),
      backend.pointer(recurrentBias),
      backend.pointer(initialState),
      backend.pointer(outputs),
      backend.pointer(gates),
      batch,
      time,
      units,
      scratch,
    );
    return [outputs, gates];
  }),

  GruSequenceGrad: ownKernel<GruGradInputs>(({ inputs, backend }) => {
    if (!areFloats(inputs)) return undefined;
    const { dOutputs, recurrentKernel, initialState, outputs, gates } = inputs;
    const [batch, time, units] = sizesOf(outputs, initialState);
    const scratch = scratchOf(backend, 5 * batch * units);
    const dx = backend.newTensor([batch, time, 3 * units], 'float32');
    const byState = backend.newTensor(dx.shape, 'float32');
    const dState = backend.newTensor(initialState.shape, 'float32');
    backend.kernels.gruSequenceGradient(
      backend.pointer(dOutputs),
      backend.pointer(recurrentKernel),
      backend.pointer(initialState),
      backend.pointer(outputs),
      backend.pointer(gates),
      backend.pointer(dx),
      backend.pointer(byState),
      backend.pointer(dState),
      batch,
      time,
      units,
      scratch,
    );
    const dKernel = kernelGradient(backend, { outputs, initialState, slopes: byState });
    const dBias = backend.newTensor([3 * units], 'float32');
    backend.kernels.sum(backend.pointer(byState), backend.pointer(dBias), 1, batch * time, 3 * units, 1);
    backend.disposeIntermediateTensorInfo(byState);
    return [dx, dKernel, dBias, dState];
  }),
};

/** batch, time, units */
function sizesOf(sequence: TensorInfo, state: TensorInfo): [number, number, number] {
  return [state.shape[0]!, sequence.shape[1]!, state.shape[1]!];
}

function scratchOf(backend: WasmBackend, floats: number): number {
  return backend.scratch.floats(floats + backend.kernels.matrixProductScratch());
}

function copyOf(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const copy = backend.newTensor(x.shape, 'float32');
  copyStrided(backend, {
    source: backend.pointer(x),
    target: backend.pointer(copy),
    extents: [util.sizeFromShape(x.shape)],
    from: [1],
    to: [1],
  });
  return copy;
}

/** Σ over samples and steps of hₜ₋₁ᵀ · slopesₜ: one product, for which the states are moved by one step. */
function kernelGradient(
  backend: WasmBackend,
  { outputs, initialState, slopes }: Named<'outputs' | 'initialState' | 'slopes'>,
): TensorInfo {
  const [batch, time, units] = outputs.shape as [number, number, number];
  const columns = slopes.shape[2]!;
  const output = backend.newTensor([units, columns], 'float32');
  if (batch === 0) {
    backend.kernels.fill(backend.pointer(output), units * columns, 0);
    return output;
  }
  const scratch = scratchOf(backend, 0);
  const before = backend.newTensor(outputs.shape, 'float32');
  const to = backend.pointer(before);
  const sample = time * units;
  const moves: readonly (readonly [source: number, target: number, length: number, step: number])[] = [
    [backend.pointer(initialState), to, units, units],
    [backend.pointer(outputs), to + units * 4, sample - units, sample],
  ];
  for (const [source, target, length, step] of moves) {
    copyStrided(backend, { source, target, extents: [batch, length], from: [step, 1], to: [sample, 1] });
  }
  backend.kernels.matrixProduct(
    units,
    columns,
    batch * time,
    to,
    1,
    backend.pointer(slopes),
    0,
    backend.pointer(output),
    0,
    0,
    scratch,
  );
  backend.disposeIntermediateTensorInfo(before);
  return output;
}
