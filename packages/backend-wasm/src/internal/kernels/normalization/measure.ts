import { type TensorInfo, util } from '@tensorflow/tfjs-core';

/** The sizes of x as [samples, positions, channels], or as [rows, channels]. */
export function measure({
  shape,
}: TensorInfo): Readonly<Record<'samples' | 'positions' | 'rows' | 'channels', number>> {
  return {
    samples: shape[0]!,
    positions: util.sizeFromShape(shape.slice(1, -1)),
    rows: util.sizeFromShape(shape.slice(0, -1)),
    channels: shape.at(-1)!,
  };
}
