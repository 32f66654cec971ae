import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../../kernel.js';
import { bitsOf } from '../shape/shape.js';

type Axes = { readonly axis: number | number[]; readonly keepDims: boolean };

/** Reductions of tensors without elements: what the sum, the product and the mean of nothing are. */
export const emptyKernels: KernelTable = { Mean: nothing(Number.NaN), Prod: nothing(1), Sum: nothing(0) };

function nothing(value: number): OwnKernel {
  return ownKernel<{ readonly x: TensorInfo }, Axes>(({ inputs: { x }, attrs: { axis, keepDims }, backend }) => {
    if (!x.shape.includes(0) || (x.dtype !== 'float32' && Number.isNaN(value))) return undefined;
    const axes = util.parseAxisParam(axis, x.shape);
    const [shape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
    const dtype = x.dtype === 'float32' ? 'float32' : 'int32';
    const output = backend.newTensor(keepDims ? backend_util.expandShapeToKeepDim(shape, axes) : shape, dtype);
    backend.kernels.fill(backend.pointer(output), util.sizeFromShape(shape), bitsOf(value, dtype));
    return output;
  });
}
