import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { checkAxis } from '../../checks.js';
import { CumulativeCode } from '../../generated/kernel-calls.js';
import { BOOL, FLOAT, INTEGER, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { compose } from '../compose.js';
import { convert } from '../elementwise/convert.js';

type Attributes = { readonly axis: number; readonly exclusive: boolean; readonly reverse: boolean };

/** Nanoseconds for each element, about. */
const NANOSECONDS = 1.5;

const ALONG_AXIS: Signature = shapes<{ readonly x: TensorInfo }>({ x: '...' }, (where, { axis }, { x }) =>
  checkAxis(where, 'axis', axis, x.shape.length),
);

/** Cumulative sums and products along an axis; booleans count as integers. */
export const cumulativeKernels: KernelTable = {
  Cumprod: tfjsKernel(
    ALONG_AXIS,
    takes({ x: FLOAT }, cumulative(CumulativeCode.Prod, 'float32')),
    takes({ x: [...INTEGER, ...BOOL] }, cumulative(CumulativeCode.IntegerProd, 'int32')),
  ),
  Cumsum: tfjsKernel(
    ALONG_AXIS,
    takes({ x: FLOAT }, cumulative(CumulativeCode.Sum, 'float32')),
    takes({ x: [...INTEGER, ...BOOL] }, cumulative(CumulativeCode.IntegerSum, 'int32')),
  ),
};

function cumulative(
  code: CumulativeCode,
  dtype: 'float32' | 'int32',
): KernelFunction<{ readonly x: TensorInfo }, Attributes> {
  return ({ inputs: { x }, attrs: { axis: along, exclusive, reverse }, backend }) =>
    compose(backend, (intermediate) => {
      const values = intermediate(convert(backend, x, dtype));
      const output = intermediate(backend.newTensor(x.shape, dtype));
      const [index] = util.parseAxisParam(along, x.shape) as [number]; // of one
      const axis = x.shape[index]!;
      const inner = util.sizeFromShape(x.shape.slice(index + 1));
      const extent = util.sizeFromShape(x.shape.slice(0, index));
      const [source, target] = backend.pointers(values, output);
      backend.threads.over({ extent, cost: extent * axis * inner * NANOSECONDS }, (kernels, { from, length: outer }) =>
        kernels.cumulate({
          x: offset(source, from * axis * inner),
          target: offset(target, from * axis * inner),
          outer,
          axis,
          inner,
          code,
          exclusive,
          reverse,
        }),
      );
      return output;
    });
}
