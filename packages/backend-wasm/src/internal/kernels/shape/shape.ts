import { backend_util, type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { checkAxis, checkIntegers } from '../../checks.js';
import { INTEGER, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { shapes } from '../../signature.js';

type Input = { readonly x: TensorInfo };

/** Complex tensors are two others, which the cpu backend reshapes. */
const NOT_COMPLEX: readonly DataType[] = ['float32', 'int32', 'bool', 'string'];

/** Kernels that copy nothing, and arithmetic of shapes. */
export const shapeKernels: KernelTable = {
  BroadcastArgs: tfjsKernel(
    shapes({ s0: '_', s1: '_' }),
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
    shapes<{ readonly input: TensorInfo }>({ input: '...' }, (where, { dim }, { input }) =>
      checkAxis(where, 'dim', dim, input.shape.length + 1),
    ),
    takes<{ readonly input: TensorInfo }, { readonly dim: number }>(
      { input: NOT_COMPLEX },
      ({ inputs: { input }, attrs: { dim }, backend }) => {
        const rank = input.shape.length;
        const shape = input.shape.slice();
        shape.splice(dim < 0 ? rank + dim + 1 : dim, 0, 1);
        return backend.makeAlias(input, shape);
      },
    ),
  ),
  Identity: tfjsKernel(
    shapes({ x: '...' }),
    takes<Input, unknown>({}, ({ inputs: { x }, backend }) => backend.makeAlias(x, x.shape)),
  ),
  Reshape: tfjsKernel(
    shapes({ x: '...' }, (where, { shape }) => checkIntegers(where, 'shape', shape, undefined, { min: -1 })),
    takes<Input, { readonly shape: number[] }>({ x: NOT_COMPLEX }, ({ inputs: { x }, attrs, backend }) => {
      const size = util.sizeFromShape(x.shape);
      const shape = util.inferFromImplicitShape(attrs.shape, size);
      // The cpu backend says what is wrong with the shape.
      return util.sizeFromShape(shape) === size ? backend.makeAlias(x, shape) : undefined;
    }),
  ),
};
