import { pad, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../shape.js';

/** `pad` with zeros for any number of axes: webgl and webgpu pad at most four at once. */
export function padAnyRank(x: Tensor, paddings: readonly (readonly [before: number, after: number])[]): Tensor {
  if (x.rank <= 4)
    return pad(
      x,
      paddings.map(([before, after]) => [before, after]),
    );
  return paddings.reduce((padded, [before, after], axis) => {
    if (before === 0 && after === 0) return padded;
    const { shape } = padded;
    const rows = reshape(padded, [sizeOf(shape.slice(0, axis)), shape[axis]!, sizeOf(shape.slice(axis + 1))]);
    const one = pad(rows, [
      [0, 0],
      [before, after],
      [0, 0],
    ]);
    return reshape(one, shape.with(axis, shape[axis]! + before + after));
  }, x);
}
