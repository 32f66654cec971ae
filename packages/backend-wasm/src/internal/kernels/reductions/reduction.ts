import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type Memory, offset, type Pointer } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { ReductionCode } from '../../generated/kernel-calls.js';
import type { KernelFunction } from '../../kernel.js';
import { LINE_FLOATS } from '../../threads.js';
import { bitsOf } from '../shape/fill.js';

/** For each element, about: limited by the memory. */
const NANOSECONDS = 0.2;

export type Input = { readonly x: TensorInfo };
export type Axes = { readonly axis: number | number[]; readonly keepDims: boolean };

/** A reduction of the middle axis of x[outer, axis, inner]. */
export type Step<Source extends Memory = Pointer> = { readonly x: Source; readonly target: Pointer } & Readonly<
  Record<'outer' | 'axis' | 'inner', number>
>;

/** Sums over the middle axis of [outer, axis, inner], times `scale`. */
export function sum({ threads }: WasmBackend, step: Step<Memory>, scale = 1): void {
  const { x, target, outer, axis: rows, inner } = step;
  if (outer > 1 || inner <= 1) {
    reduceOuter(threads, ReductionCode.Sum, step, scale);
    return;
  }
  threads.over(byColumns(step), (kernels, { from, length: columns }) =>
    kernels.sumColumns({
      x: offset(x, from),
      target: offset(target, from),
      rows,
      distance: inner,
      columns,
      scale,
    }),
  );
}

/** Maxima or minima over the middle axis. */
function extremum({ threads }: WasmBackend, code: ReductionCode, step: Step): void {
  const { x, target, outer, axis: rows, inner } = step;
  if (outer > 1 || inner <= 1) {
    reduceOuter(threads, code, step, 1);
    return;
  }
  threads.over(byColumns(step), (kernels, { from, length: columns }) =>
    kernels[code === ReductionCode.Max ? 'maxColumns' : 'minColumns']({
      x: offset(x, from),
      target: offset(target, from),
      rows,
      distance: inner,
      columns,
    }),
  );
}

function byColumns({ outer, axis, inner }: Step<Memory>): { extent: number; unit: number; cost: number } {
  return { extent: inner, unit: LINE_FLOATS, cost: outer * axis * inner * NANOSECONDS };
}

function reduceOuter(
  threads: WasmBackend['threads'],
  code: ReductionCode,
  { x, target, outer, axis, inner }: Step<Memory>,
  scale: number,
): void {
  threads.over({ extent: outer, cost: outer * axis * inner * NANOSECONDS }, (kernels, { from, length }) =>
    kernels.reduce({
      code,
      x: offset(x, from * axis * inner),
      target: offset(target, from * inner),
      outer: length,
      axis,
      inner,
      scale,
    }),
  );
}

/** The sums of a float32 tensor over one axis, which is dropped. */
export function sumOver(backend: WasmBackend, x: TensorInfo, axis: number): TensorInfo {
  return reduceAxes(backend, x, { axis, keepDims: false }, (step) => sum(backend, step));
}

/**
 * @param scaleOf what the sum is multiplied by, from the number of elements that are summed to one
 * @param nothing the result over no elements
 */
export function sumKernel(scaleOf: (count: number) => number, nothing: number): KernelFunction<Input, Axes> {
  return ({ inputs: { x }, attrs, backend }) => {
    if (x.shape.includes(0)) return ofNothing(backend, x, attrs, nothing);
    const axes = util.parseAxisParam(attrs.axis, x.shape);
    const scale = scaleOf(axes.reduce((count, axis) => count * x.shape[axis]!, 1));
    return reduceAxes(backend, x, attrs, (step, isLast) => sum(backend, step, isLast ? scale : 1));
  };
}

export function extremumKernel(
  code: ReductionCode,
): KernelFunction<Input, { readonly keepDims: boolean } & Readonly<Record<string, number | number[]>>> {
  return ({ inputs: { x }, attrs, backend }) => {
    const axes: Axes = { axis: (attrs.reductionIndices ?? attrs.axis)!, keepDims: attrs.keepDims }; // Max has the one, Min the other
    if (x.shape.includes(0)) return ofNothing(backend, x, axes, code === ReductionCode.Max ? -Infinity : Infinity);
    return reduceAxes(backend, x, axes, (step) => extremum(backend, code, step));
  };
}

/** Reduces float32 over axes by steps, the innermost first, each into a tensor of its own, the last into the output. */
export function reduceAxes(
  backend: WasmBackend,
  x: TensorInfo,
  { axis, keepDims }: Axes,
  reduce: (step: Step, isLast: boolean) => void,
  dtype: 'float32' | 'int32' | 'bool' = 'float32',
): TensorInfo {
  const axes = util.parseAxisParam(axis, x.shape);
  const groups = groupsOf(x.shape, axes);
  if (groups.length === 0) groups.push({ outer: util.sizeFromShape(x.shape), axis: 1, inner: 1 });
  const output = backend.newTensor(reducedShape(x, axis, keepDims), dtype);
  let from = backend.pointer(x);
  let intermediate: TensorInfo | undefined;
  groups.forEach((group, i) => {
    const isLast = i === groups.length - 1;
    const next = isLast ? output : backend.newTensor([group.outer * group.inner], dtype);
    const target = backend.pointer(next);
    reduce({ x: from, target, outer: group.outer, axis: group.axis, inner: group.inner }, isLast);
    if (intermediate !== undefined) backend.disposeIntermediateTensorInfo(intermediate);
    intermediate = isLast ? undefined : next;
    from = target;
  });
  return output;
}

/** Runs of adjacent reduced axes, from the innermost, each as [outer, axis, inner] after those before it. */
function groupsOf(shape: readonly number[], axes: readonly number[]): { outer: number; axis: number; inner: number }[] {
  const groups: { outer: number; axis: number; inner: number }[] = [];
  let outer = shape.reduce((size, extent) => size * extent, 1);
  let inner = 1;
  for (let end = shape.length - 1; end >= 0; ) {
    if (!axes.includes(end)) {
      outer /= shape[end]!;
      inner *= shape[end]!;
      end--;
      continue;
    }
    let axis = 1;
    for (; end >= 0 && axes.includes(end); end--) axis *= shape[end]!;
    outer /= axis;
    if (axis > 1) groups.push({ outer, axis, inner });
  }
  return groups;
}

/** The reduction of a tensor without elements: its output is filled with what the operation gives for none. */
export function ofNothing(backend: WasmBackend, x: TensorInfo, { axis, keepDims }: Axes, value: number): TensorInfo {
  const dtype = x.dtype === 'float32' ? 'float32' : 'int32';
  const output = backend.newTensor(reducedShape(x, axis, keepDims), dtype);
  const count = util.sizeFromShape(output.shape);
  backend.kernels.fill({ target: backend.pointer(output), count, bits: bitsOf(value, dtype) });
  return output;
}

/** The shape after a reduction. */
export function reducedShape({ shape }: TensorInfo, axis: number | number[], keepDims: boolean): number[] {
  const axes = util.parseAxisParam(axis, shape);
  const [reduced] = backend_util.computeOutAndReduceShapes(shape, axes);
  return keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
}

/** Sums x[rows, columns] over its rows, 0 where there are none, and disposes it. */
export function sumRows(backend: WasmBackend, x: TensorInfo, output: TensorInfo): void {
  const [axis, inner] = x.shape as [number, number];
  const [source, target] = backend.pointers(x, output);
  sum(backend, { x: source, target, outer: 1, axis, inner });
  backend.disposeIntermediateTensorInfo(x);
}
