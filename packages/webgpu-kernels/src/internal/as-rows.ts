import { type TensorInfo, util } from '@tensorflow/tfjs-core';

/** The same elements as a matrix whose columns are the last axis. */
export function asRows({ dataId, shape, dtype }: TensorInfo): {
  readonly rows: TensorInfo;
  readonly size: { readonly rows: number; readonly columns: number };
} {
  const columns = shape.at(-1) ?? 1;
  const rows = util.sizeFromShape(shape) / columns;
  return { rows: { dataId, shape: [rows, columns], dtype }, size: { rows, columns } };
}
