import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { compose, reshaped } from '../compose.js';
import { binaryKernels } from '../elementwise/binary.js';
import { convert, disposeAll, isNumeric } from '../elementwise/convert.js';
import { copyingKernels } from '../shape/copying.js';
import { groupsOf, reductionKernels } from './reduction.js';

type Input = { readonly x: TensorInfo };
type Axes = { readonly axis: number | number[]; readonly keepDims: boolean };

const { Transpose } = copyingKernels;

/** Kernels made of others. */
export const composedKernels: KernelTable = {
  ArgMax: placeOfExtreme(reductionKernels.ArgMax!),
  ArgMin: placeOfExtreme(reductionKernels.ArgMin!),

  Einsum: ownKernel<readonly TensorInfo[], { equation: string }>(({ inputs, attrs: { equation }, backend }) => {
    const terms = Object.values(inputs) as TensorInfo[];
    if (terms.some(({ dtype, shape }) => dtype !== 'float32' || shape.includes(0))) return undefined;
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, terms.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, terms as never); // it reads shapes
    const { path, steps } = backend_util.getEinsumComputePath(summedDims, idDims);
    return compose(backend, (run) => {
      let left = allDims.length;
      let result: TensorInfo | undefined;
      steps.forEach((step, i) => {
        for (const id of step) {
          const { permutationIndices, expandDims } = backend_util.getEinsumPermutation(left, idDims[id]!);
          const turned = run(Transpose, { x: terms[id]! }, { perm: permutationIndices });
          const shape = turned.shape.slice();
          for (const axis of expandDims) shape.splice(axis, 0, 1);
          const term = reshaped(run, turned, shape);
          result = result === undefined ? term : run(binaryKernels.Multiply, { a: term, b: result });
        }
        if (i === steps.length - 1) return;
        if (path[i]! >= 0) {
          const axis = path[i]! - (allDims.length - left);
          result = run(reductionKernels.Sum, { x: result! }, { axis, keepDims: false });
        }
        left--;
      });
      return result!; // an equation has a term
    });
  }),

  /** Of whole numbers. */
  Mean: ownKernel<Input, Axes>(({ inputs: { x }, attrs, backend }) => {
    if (!isNumeric(x.dtype) || x.dtype === 'float32') return undefined;
    const fractions = convert(backend, x, 'float32');
    const output = reductionKernels.Mean!({ inputs: { x: fractions }, attrs, backend });
    disposeAll(backend, [fractions]);
    return output;
  }),

  Prod: ownKernel<Input, Axes>(({ inputs: { x }, attrs: { axis, keepDims }, backend }) => {
    if (x.dtype !== 'float32' || x.shape.includes(0)) return undefined;
    const axes = util.parseAxisParam(axis, x.shape);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    return compose(backend, (run) => {
      const product = groupsOf(x.shape, axes).reduce(
        (numbers, { outer, axis: length, inner }) =>
          run(
            ({ inputs }) => {
              const output = backend.newTensor([outer * inner]);
              const [from, to] = [backend.pointer(inputs.numbers!), backend.pointer(output)];
              backend.kernels.productOf(from, to, outer, length, inner);
              return output;
            },
            { numbers },
          ),
        x,
      );
      return reshaped(run, product, keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape);
    });
  }),
};

/** Of float32 and bool along any axis. */
function placeOfExtreme(alongLast: OwnKernel): OwnKernel {
  return ownKernel<Input, { axis: number | number[] }>(({ inputs: { x }, attrs, backend }) => {
    const [axis] = util.parseAxisParam(attrs.axis, x.shape);
    if (!(x.dtype === 'float32' || x.dtype === 'bool') || axis === undefined || x.shape[axis] === 0) return undefined;
    const others = x.shape.map((_, other) => other).filter((other) => other !== axis);
    return compose(backend, (run) => {
      const numbers = run(() => convert(backend, x, 'float32'), { x });
      const turned = run(Transpose, { x: numbers }, { perm: [...others, axis] });
      return run(alongLast, { x: turned }, { axis: -1 });
    });
  });
}
