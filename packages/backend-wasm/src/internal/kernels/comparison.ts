import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';

type Operands = { readonly a: TensorInfo; readonly b: TensorInfo };
type Choice = { readonly condition: TensorInfo; readonly t: TensorInfo; readonly e: TensorInfo };
type Names = 'equal' | 'notEqual' | 'greater' | 'greaterEqual' | 'less' | 'lessEqual';

/** Comparisons of float32 tensors of one shape, or with one number; choices; casts that lose nothing. */
export const comparisonKernels: KernelTable = {
  Equal: comparison('equal'),
  Greater: comparison('greater'),
  GreaterEqual: comparison('greaterEqual'),
  Less: comparison('less'),
  LessEqual: comparison('lessEqual'),
  NotEqual: comparison('notEqual'),
  LogicalAnd: logical('logicalAnd'),
  LogicalOr: logical('logicalOr'),
  LogicalNot: ownKernel<{ readonly x: TensorInfo }>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'bool') return undefined;
    const output = backend.newTensor(x.shape, 'bool');
    backend.kernels.logicalNot(backend.pointer(x), backend.pointer(output), util.sizeFromShape(x.shape));
    return output;
  }),
  Select: ownKernel<Choice>(({ inputs: { condition, t, e }, backend }) => {
    const { dtype } = t;
    if ((dtype !== 'float32' && dtype !== 'int32') || e.dtype !== dtype || condition.dtype !== 'bool') return undefined;
    if (!util.arraysEqual(condition.shape, t.shape)) return undefined;
    const output = backend.newTensor(t.shape, dtype);
    backend.kernels.select(
      backend.pointer(condition),
      backend.pointer(t),
      backend.pointer(e),
      backend.pointer(output),
      util.sizeFromShape(t.shape),
    );
    return output;
  }),
  Cast: ownKernel<{ readonly x: TensorInfo }, { readonly dtype: string }>(({ inputs: { x }, attrs, backend }) => {
    const { kernels } = backend;
    if (x.dtype === attrs.dtype && x.dtype !== 'complex64') return backend.makeAlias(x, x.shape);
    const route = `${x.dtype} to ${attrs.dtype}`;
    const cast =
      route === 'bool to float32'
        ? kernels.bytesToFloats
        : route === 'int32 to float32'
          ? kernels.integersToFloats
          : route === 'float32 to bool'
            ? kernels.floatsToBytes
            : undefined;
    if (cast === undefined) return undefined;
    const output = backend.newTensor(x.shape, attrs.dtype as 'float32' | 'bool'); // one of the routes above
    cast(backend.pointer(x), backend.pointer(output), util.sizeFromShape(x.shape));
    return output;
  }),
};

function comparison(name: Names): OwnKernel {
  return ownKernel<Operands>(({ inputs: { a, b }, backend }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    const same = util.arraysEqual(a.shape, b.shape);
    if (!same && a.shape.length > 0 && b.shape.length > 0) return undefined;
    const shape = a.shape.length === 0 ? b.shape : a.shape;
    const output = backend.newTensor(shape, 'bool');
    backend.kernels[name](
      backend.pointer(a),
      !same && a.shape.length === 0 ? 1 : 0,
      backend.pointer(b),
      !same && b.shape.length === 0 ? 1 : 0,
      backend.pointer(output),
      util.sizeFromShape(shape),
    );
    return output;
  });
}

function logical(name: 'logicalAnd' | 'logicalOr'): OwnKernel {
  return ownKernel<Operands>(({ inputs: { a, b }, backend }) => {
    if (a.dtype !== 'bool' || b.dtype !== 'bool' || !util.arraysEqual(a.shape, b.shape)) return undefined;
    const output = backend.newTensor(a.shape, 'bool');
    backend.kernels[name](backend.pointer(a), backend.pointer(b), backend.pointer(output), util.sizeFromShape(a.shape));
    return output;
  });
}
