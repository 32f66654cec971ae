import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import type { KernelFunction } from '../../kernel.js';
import { LINE_FLOATS } from '../../threads.js';
import { compose } from '../compose.js';
import { convert } from '../elementwise/convert.js';
import { transpose } from '../shape/copying.js';

/** For each element, about: limited by the memory. */
const NANOSECONDS = 0.2;

/** The indices of maxima (`sign` 1) or minima (−1) of float32 or bool along one axis. */
export function argExtremum(
  sign: 1 | -1,
): KernelFunction<{ readonly x: TensorInfo }, { readonly axis: number | number[] }> {
  return ({ inputs: { x }, attrs, backend }) => {
    const [axis] = util.parseAxisParam(attrs.axis, x.shape);
    if (axis === undefined || x.shape[axis] === 0) return undefined;
    const last = x.shape.length - 1;
    if (axis === last && x.dtype === 'float32') return alongLastAxis(backend, x, sign);
    const others = x.shape.map((_, other) => other).filter((other) => other !== axis);
    return compose(backend, (intermediate) => {
      const floats = intermediate(convert(backend, x, 'float32'));
      const transposed = intermediate(transpose(backend, floats, [...others, axis]));
      return intermediate(alongLastAxis(backend, transposed, sign));
    });
  };
}

function alongLastAxis(backend: WasmBackend, x: TensorInfo, sign: 1 | -1): TensorInfo {
  const output = backend.newTensor(x.shape.slice(0, -1), 'int32');
  const columns = x.shape.at(-1)!;
  const extent = util.sizeFromShape(output.shape);
  const [source, target] = backend.pointers(x, output);
  backend.threads.over(
    { extent, unit: LINE_FLOATS, cost: extent * columns * NANOSECONDS },
    (kernels, { from, length: rows }) =>
      kernels.argExtremum({
        x: offset(source, from * columns),
        target: offset(target, from),
        rows,
        columns,
        sign,
      }),
  );
  return output;
}
