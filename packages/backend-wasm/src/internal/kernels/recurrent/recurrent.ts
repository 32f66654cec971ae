import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { copyStrided } from '../../copy-strided.js';
import { floatKernel, type KernelTable } from '../../kernel.js';
import { type OfRows, overRows } from '../../over-rows.js';
import { multiply } from '../products/matrix-product.js';
import { sum } from '../reductions/reduction.js';

type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;
type LstmInputs = Named<'x' | 'recurrentKernel' | 'initialState' | 'initialCell'>;
type LstmGradInputs = Named<
  'dOutputs' | 'dFinalCell' | 'recurrentKernel' | 'initialState' | 'initialCell' | 'outputs' | 'gates' | 'cells'
>;
type GruInputs = Named<'x' | 'recurrentKernel' | 'recurrentBias' | 'initialState'>;
type GruGradInputs = Named<'dOutputs' | 'recurrentKernel' | 'initialState' | 'outputs' | 'gates'>;

/** Recurrent networks of core over whole sequences, and their gradients. */
export const recurrentKernels: KernelTable = {
  LstmSequence: floatKernel<LstmInputs>(({ inputs, backend }) => {
    const { x, recurrentKernel, initialState, initialCell } = inputs;
    const [batch, time, units] = sizesOf(x, initialState);
    const outputs = backend.newTensor([batch, time, units]);
    const finalCell = copyOf(backend, initialCell);
    const gates = backend.newTensor(x.shape);
    const cells = backend.newTensor(outputs.shape);
    overSamples(backend, 'lstmSequence', { batch, time, units }, [
      [x, 4 * time * units],
      [recurrentKernel, 0],
      [initialState, units],
      [finalCell, units],
      [outputs, time * units],
      [gates, 4 * time * units],
      [cells, time * units],
    ]);
    return [outputs, finalCell, gates, cells];
  }),

  LstmSequenceGrad: floatKernel<LstmGradInputs>(({ inputs, backend }) => {
    const { dOutputs, dFinalCell, recurrentKernel, initialState, initialCell, outputs, gates, cells } = inputs;
    const [batch, time, units] = sizesOf(outputs, initialState);
    const dx = backend.newTensor(gates.shape);
    const dState = backend.newTensor(initialState.shape);
    const dCell = copyOf(backend, dFinalCell);
    overSamples(backend, 'lstmSequenceGradient', { batch, time, units }, [
      [dOutputs, time * units],
      [recurrentKernel, 0],
      [initialCell, units],
      [gates, 4 * time * units],
      [cells, time * units],
      [dx, 4 * time * units],
      [dState, units],
      [dCell, units],
    ]);
    return [dx, kernelGradient(backend, { outputs, initialState, slopes: dx }), dState, dCell];
  }),

  GruSequence: floatKernel<GruInputs>(({ inputs, backend }) => {
    const { x, recurrentKernel, recurrentBias, initialState } = inputs;
    const [batch, time, units] = sizesOf(x, initialState);
    const outputs = backend.newTensor([batch, time, units]);
    const gates = backend.newTensor([batch, time, 4 * units]);
    overSamples(backend, 'gruSequence', { batch, time, units }, [
      [x, 3 * time * units],
      [recurrentKernel, 0],
      [recurrentBias, 0],
      [initialState, units],
      [outputs, time * units],
      [gates, 4 * time * units],
    ]);
    return [outputs, gates];
  }),

  GruSequenceGrad: floatKernel<GruGradInputs>(({ inputs, backend }) => {
    const { dOutputs, recurrentKernel, initialState, outputs, gates } = inputs;
    const [batch, time, units] = sizesOf(outputs, initialState);
    const dx = backend.newTensor([batch, time, 3 * units]);
    const byState = backend.newTensor(dx.shape);
    const dState = backend.newTensor(initialState.shape);
    overSamples(backend, 'gruSequenceGradient', { batch, time, units }, [
      [dOutputs, time * units],
      [recurrentKernel, 0],
      [initialState, units],
      [outputs, time * units],
      [gates, 4 * time * units],
      [dx, 3 * time * units],
      [byState, 3 * time * units],
      [dState, units],
    ]);
    const dKernel = kernelGradient(backend, { outputs, initialState, slopes: byState });
    const dBias = backend.newTensor([3 * units]);
    const [x, target] = backend.pointers(byState, dBias);
    sum(backend, { x, target, outer: 1, axis: batch * time, inner: 3 * units, scale: 1 });
    backend.disposeIntermediateTensorInfo(byState);
    return [dx, dKernel, dBias, dState];
  }),
};

/** batch, time, units */
function sizesOf(sequence: TensorInfo, state: TensorInfo): [number, number, number] {
  return [state.shape[0]!, sequence.shape[1]!, state.shape[1]!];
}

/** For each sample, step and unit: its share of the product, for each unit there is, and the gates, about. */
const NANOSECONDS_OF_PRODUCT = 0.2;
const NANOSECONDS_OF_GATES = 5;

type Sizes = Readonly<Record<'batch' | 'time' | 'units', number>>;
type SequenceKernel = 'lstmSequence' | 'lstmSequenceGradient' | 'gruSequence' | 'gruSequenceGradient';

/** Runs whole sequences of samples. */
function overSamples(
  backend: WasmBackend,
  kernel: SequenceKernel,
  { batch, time, units }: Sizes,
  tensors: readonly OfRows[],
): void {
  const cost = batch * time * units * (units * NANOSECONDS_OF_PRODUCT + NANOSECONDS_OF_GATES);
  overRows(backend, kernel, tensors, {
    extent: batch,
    cost,
    sizes: (length) => [length, time, units],
    scratch: backend.kernels.recurrentScratch(batch, units),
  });
}

function copyOf(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const copy = backend.newTensor(x.shape);
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
  const output = backend.newTensor([units, columns]);
  if (batch === 0) {
    backend.kernels.fill(backend.pointer(output), units * columns, 0);
    return output;
  }
  const before = backend.newTensor(outputs.shape);
  const to = backend.pointer(before);
  const sample = time * units;
  const moves: readonly (readonly [source: number, target: number, length: number, step: number])[] = [
    [backend.pointer(initialState), to, units, units],
    [backend.pointer(outputs), to + units * 4, sample - units, sample],
  ];
  for (const [source, target, length, step] of moves) {
    copyStrided(backend, { source, target, extents: [batch, length], from: [step, 1], to: [sample, 1] });
  }
  multiply(
    backend,
    { rows: units, columns, depth: batch * time, transposeLeft: 1, transposeRight: 0, bias: 0, rectify: 0 },
    [{ left: to, right: backend.pointer(slopes), target: backend.pointer(output) }],
  );
  backend.disposeIntermediateTensorInfo(before);
  return output;
}
