import { backend_util, type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { INTEGER, type KernelTable, takes, tfjsKernel } from '../../kernel.js';

type Input = { readonly x: TensorInfo };

/** Complex tensors are two others, which the cpu backend reshapes. */
const NOT_COMPLEX: readonly DataType[] = ['float32', 'int32', 'bool', 'string'];

/** Kernels that copy nothing, and arithmetic of shapes. */
export const shapeKernels: KernelTable = {
  BroadcastArgs: tfjsKernel(
    takes<Readonly<Record<'s0' | 's1', TensorInfo>>, unknown>({ s0: INTEGER, s1: INTEGER }, ({ inputs, backend }) => {
      const [a, b] = [inputs.s0, inputs.s1].map(({ dataId }) => Array.from(backend.readSync(dataId) as Int32Array)) as [
        number[],
        number[],
      ]; // two shapes
      const shape = backend_util.assertAndGetBroadcastShape(a, b);
      return backend.makeTensorInfo([shape.length], 'int32', Int32Array.from(shape));
    }),
  ),
  ExpandDims: tfjsKernel(
    takes<{ readonly input: TensorInfo }, { readonly dim: number }>(
      { input: NOT_COMPLEX },
      ({ inputs: { input }, attrs: { dim }, backend }) => {
        const rank = input.shape.length;
        if (!(dim >= -(rank + 1) && dim <= rank)) return undefined;
        const shape = input.shape.slice();
        shape.splice(dim < 0 ? rank + dim + 1 : dim, 0, 1);
        return backend.makeAlias(input, shape);
      },
    ),
  ),
  Identity: tfjsKernel(takes<Input, unknown>({}, ({ inputs: { x }, backend }) => backend.makeAlias(x, x.shape))),
  Reshape: tfjsKernel(
    takes<Input, { readonly shape: number[] }>({ x: NOT_COMPLEX }, ({ inputs: { x }, attrs, backend }) => {
      const size = util.sizeFromShape(x.shape);
      const shape = util.inferFromImplicitShape(attrs.shape, size);
      // The cpu backend says what is wrong with the shape.
      return util.sizeFromShape(shape) === size ? backend.makeAlias(x, shape) : undefined;
    }),
  ),
};
