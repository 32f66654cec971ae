import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { multiply } from '../products/matrix-product.js';
import { copyElements } from '../shape/copy.js';

export type Named<Names extends string> = Readonly<Record<Names, TensorInfo>>;
/** Present in the kernels over padded sequences only. */
export type Optional<Names extends string> = {
  readonly [Name in Names]?: TensorInfo | undefined;
};
export type Sizes = Readonly<Record<'batch' | 'time' | 'units', number>>;

export function sizesOf(sequence: TensorInfo, state: TensorInfo): Sizes {
  return { batch: state.shape[0]!, time: sequence.shape[1]!, units: state.shape[1]! };
}

/** For each sample, step and unit: its part of the product, for each unit there is, and the gates, about. */
const NANOSECONDS_OF_PRODUCT = 0.2;
const NANOSECONDS_OF_GATES = 5;

/** Samples are shared out. */
export function extentOf(
  { kernels }: WasmBackend,
  { batch, time, units }: Sizes,
): Readonly<Record<'extent' | 'cost' | 'scratch', number>> {
  return {
    extent: batch,
    cost: batch * time * units * (units * NANOSECONDS_OF_PRODUCT + NANOSECONDS_OF_GATES),
    scratch: kernels.recurrentScratch({ batch, units }),
  };
}

export function copyOf(backend: WasmBackend, x: TensorInfo): TensorInfo {
  const copy = backend.newTensor(x.shape);
  const [source, target] = backend.pointers(x, copy);
  copyElements(backend, source, target, util.sizeFromShape(x.shape));
  return copy;
}

/** Σ over samples and steps of hₜ₋₁ᵀ · gradientsₜ: one product over the steps that are not masked. */
export function kernelGradient(
  backend: WasmBackend,
  { outputs, initialState, gradients, mask }: Named<'outputs' | 'initialState' | 'gradients'> & Optional<'mask'>,
): TensorInfo {
  const { kernels } = backend;
  const [batch, time, units] = outputs.shape as [number, number, number];
  const columns = gradients.shape[2]!;
  const output = backend.newTensor([units, columns]);
  const before = backend.newTensor(outputs.shape);
  const counted = mask === undefined ? undefined : backend.newTensor(gradients.shape);
  const [target, states] = backend.pointers(output, before);
  const masks = backend.optionalPointer(mask);
  const [later, initial, steps] = backend.pointers(outputs, initialState, gradients);
  kernels.statesBefore({ outputs: later, initialState: initial, mask: masks, target: states, batch, time, units });
  let [right, depth] = [steps, batch * time];
  if (counted !== undefined && masks !== 0) {
    right = backend.pointer(counted);
    depth = kernels.gatherSteps({ x: steps, mask: masks, target: right, rows: batch * time, columns });
  }
  if (depth === 0) kernels.fill({ target, count: units * columns, bits: 0 });
  else {
    multiply(
      backend,
      { rows: units, columns, depth, transposeLeft: true, transposeRight: false, bias: 0, rectify: false },
      [{ left: states, right, target }],
    );
  }
  backend.disposeIntermediateTensorInfo(before);
  if (counted !== undefined) backend.disposeIntermediateTensorInfo(counted);
  return output;
}
