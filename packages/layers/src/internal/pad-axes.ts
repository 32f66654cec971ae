import { clone, pad, reshape, slice, type Tensor, tidy } from '@tensorflow/tfjs-core';
import type { Ends } from './spatial.js';

/**
 * Puts a value around the spatial axes; negative ends cut off.
 *
 * @param x [batch, …spatial, channels]
 * @param ends one for each spatial axis
 * @returns owned by the caller: to be called in a scope
 */
export function padAxes(x: Tensor, ends: readonly Ends[], value = 0): Tensor {
  if (ends.every(([before, after]) => before === 0 && after === 0)) return clone(x);
  if (x.rank <= 4 && ends.every(([before, after]) => before >= 0 && after >= 0)) {
    return pad(x, [[0, 0], ...ends.map(([before, after]): [number, number] => [before, after]), [0, 0]], value);
  }
  // One axis at a time: webgl pads at most four.
  return tidy(() => ends.reduce((padded, end, i) => padAxis(padded, i + 1, end, value), x));
}

function padAxis(x: Tensor, axis: number, [before, after]: Ends, value: number): Tensor {
  const sizes = [0, axis, axis + 1].map((begin, i) =>
    x.shape.slice(begin, [axis, axis + 1, x.rank][i]!).reduce((product, size) => product * size, 1),
  ) as [number, number, number]; // before, at and after the axis
  const [outer, size, inner] = sizes;
  const at = Math.max(0, -before);
  const kept = size - at - Math.max(0, -after);
  const rows = reshape(x, sizes);
  const cut = kept === size ? rows : slice(rows, [0, at, 0], [outer, kept, inner]);
  const padded = pad(
    cut,
    [
      [0, 0],
      [Math.max(0, before), Math.max(0, after)],
      [0, 0],
    ],
    value,
  );
  return reshape(padded, x.shape.with(axis, size + before + after));
}
