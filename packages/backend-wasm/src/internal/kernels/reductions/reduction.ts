import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { floatKernel, type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { overRows } from '../../over-rows.js';
import { LINE_FLOATS } from '../../threads.js';

type Input = { readonly x: TensorInfo };
type StepCall = Readonly<Record<'x' | 'target' | 'outer' | 'axis' | 'inner' | 'scale', number>>;
type Step = (backend: WasmBackend, call: StepCall) => void;

/** For each element, about: as fast as the memory. */
const NANOSECONDS = 0.2;

/** Sums over the middle axis of [outer, axis, inner], times `scale`. */
export const sum: Step = over(0, 'sumColumns');

/** Sums, means and extremes of float32 tensors over any axes; places of extremes along the last. */
export const reductionKernels: KernelTable = {
  Sum: reduction('axis', (_count) => 1, sum),
  Mean: reduction('axis', (count) => 1 / count, sum),
  Max: reduction('reductionIndices', () => 1, over(1, 'largestOfColumns')),
  Min: reduction('axis', () => 1, over(2, 'smallestOfColumns')),
  ArgMax: placeOfExtreme(1),
  ArgMin: placeOfExtreme(-1),
};

/**
 * The kernels of extremes pass over the scale.
 *
 * @param operation the number of assembly/reductions/reduction.ts
 */
function over(operation: number, ofColumns: 'sumColumns' | 'largestOfColumns' | 'smallestOfColumns'): Step {
  return ({ threads }, { x, target, outer, axis, inner, scale }) => {
    const cost = outer * axis * inner * NANOSECONDS;
    if (outer === 1 && inner > 1) {
      threads.over(ofColumns, {
        extent: inner,
        unit: LINE_FLOATS,
        cost,
        args: (from, length) => [x + from * 4, target + from * 4, axis, inner, length, scale],
      });
      return;
    }
    threads.over('reduce', {
      extent: outer,
      cost,
      args: (from, length) => [
        operation,
        x + from * axis * inner * 4,
        target + from * inner * 4,
        length,
        axis,
        inner,
        scale,
      ],
    });
  };
}

/**
 * @param attribute the name under which the axes come
 * @param scaleOf what the result is multiplied with, from the number of elements that are reduced to one
 */
function reduction(attribute: 'axis' | 'reductionIndices', scaleOf: (count: number) => number, step: Step): OwnKernel {
  return floatKernel<Input, Record<string, number | number[]> & { keepDims: boolean }>(
    ({ inputs: { x }, attrs, backend }) => {
      const axes = util.parseAxisParam(attrs[attribute]!, x.shape);
      const [shape, reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const count = util.sizeFromShape(reduced);
      if (count === 0 || util.sizeFromShape(shape) === 0) return undefined;
      const result = attrs.keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape;
      const output = backend.newTensor(result);
      const groups = groupsOf(x.shape, axes);
      if (groups.length === 0) groups.push({ outer: util.sizeFromShape(x.shape), axis: 1, inner: 1 });
      // Innermost axes first, each into scratch of its own, the last into the output.
      let from = backend.pointer(x);
      let intermediate: TensorInfo | undefined;
      groups.forEach(({ outer, axis, inner }, i) => {
        const last = i === groups.length - 1;
        const next = last ? output : backend.newTensor([outer * inner]);
        const target = backend.pointer(next);
        step(backend, { x: from, target, outer, axis, inner, scale: last ? scaleOf(count) : 1 });
        if (intermediate !== undefined) backend.disposeIntermediateTensorInfo(intermediate);
        intermediate = last ? undefined : next;
        from = target;
      });
      return output;
    },
  );
}

/** Runs of neighbouring reduced axes, from the innermost, each seen as [outer, axis, inner] after those before it. */
export function groupsOf(
  shape: readonly number[],
  axes: readonly number[],
): { outer: number; axis: number; inner: number }[] {
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

function placeOfExtreme(sign: number): OwnKernel {
  return ownKernel<Input, { axis: number | number[] }>(({ inputs: { x }, attrs, backend }) => {
    const rank = x.shape.length;
    const [axis] = util.parseAxisParam(attrs.axis, x.shape);
    if (x.dtype !== 'float32' || rank === 0 || axis !== rank - 1 || x.shape[axis] === 0) return undefined;
    const shape = x.shape.slice(0, -1);
    const output = backend.newTensor(shape, 'int32');
    const columns = x.shape[axis]!;
    const rows = util.sizeFromShape(shape);
    overRows(
      backend,
      'placeOfExtreme',
      [
        [x, columns],
        [output, 1],
      ],
      {
        extent: rows,
        unit: LINE_FLOATS,
        cost: rows * columns * NANOSECONDS,
        sizes: (length) => [length, columns, sign],
      },
    );
    return output;
  });
}
