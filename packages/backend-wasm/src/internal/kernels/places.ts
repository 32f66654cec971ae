import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { type KernelTable, type OwnKernel, ownKernel } from '../kernel.js';
import { convert, disposeAll, isNumeric } from './convert.js';

type Numbers = Float32Array | Int32Array;

/** Kernels of one number after the other along an axis, or to and from places that a tensor names. */
export const placeKernels: KernelTable = {
  Cumsum: cumulative(0, (a, b) => a + b),
  Cumprod: cumulative(1, (a, b) => a * b),
  GatherNd: ownKernel<Readonly<Record<'params' | 'indices', TensorInfo>>>(
    ({ inputs: { params, indices }, backend }) => {
      if (!isNumeric(params.dtype) || params.dtype === 'bool' || indices.dtype !== 'int32') return undefined;
      const [shape, count, size, strides] = backend_util.prepareAndValidate(params as never, indices as never); // it reads shapes and dtypes
      const rank = indices.shape.at(-1)!;
      const total = util.sizeFromShape(params.shape) / size;
      const output = backend.newTensor(shape, params.dtype);
      const [source, places, target] = [params, indices, output].map(
        (x) => backend.data.get(x.dataId).values as Numbers,
      ) as [Numbers, Numbers, Numbers]; // three of them
      for (let i = 0; i < count; i++) {
        let at = 0;
        for (let j = 0; j < rank; j++) at += places[i * rank + j]! * strides[j]!;
        // The cpu backend says which index is wrong.
        if (at < 0 || at >= total) {
          disposeAll(backend, [output]);
          return undefined;
        }
        target.set(source.subarray(at * size, (at + 1) * size), i * size);
      }
      return output;
    },
  ),
  ScatterNd: ownKernel<Readonly<Record<'indices' | 'updates', TensorInfo>>, { shape: number[] }>(
    ({ inputs: { indices, updates }, attrs: { shape }, backend }) => {
      if (!isNumeric(updates.dtype) || updates.dtype === 'bool' || indices.dtype !== 'int32') return undefined;
      const info = backend_util.calculateShapes(updates as never, indices as never, shape); // it reads shapes
      const { sliceRank: rank, numUpdates, sliceSize: size, strides, outputSize } = info;
      const output = backend.newTensor(shape, updates.dtype);
      const [source, places, target] = [updates, indices, output].map(
        (x) => backend.data.get(x.dataId).values as Numbers,
      ) as [Numbers, Numbers, Numbers]; // three of them
      target.fill(0);
      for (let i = 0; i < numUpdates; i++) {
        let at = 0;
        for (let j = 0; j < rank; j++) at += places[i * rank + j]! * strides[j]!;
        if (at < 0 || at >= outputSize / size) {
          disposeAll(backend, [output]);
          return undefined;
        }
        for (let k = 0; k < size; k++) target[at * size + k]! += source[updates.shape.length === 0 ? 0 : i * size + k]!;
      }
      return output;
    },
  ),
};

function cumulative(start: number, combine: (a: number, b: number) => number): OwnKernel {
  return ownKernel<{ readonly x: TensorInfo }, { axis: number; exclusive: boolean; reverse: boolean }>(
    ({ inputs: { x }, attrs, backend }) => {
      if (!isNumeric(x.dtype)) return undefined;
      const [axis] = util.parseAxisParam(attrs.axis, x.shape) as [number]; // of one
      const extent = x.shape[axis]!;
      const inner = util.sizeFromShape(x.shape.slice(axis + 1));
      const numbers = convert(backend, x, x.dtype === 'bool' ? 'int32' : x.dtype);
      const output = backend.newTensor(x.shape, numbers.dtype as 'float32' | 'int32');
      const source = backend.data.get(numbers.dataId).values as Numbers; // of four bytes
      const target = backend.data.get(output.dataId).values as Numbers; // likewise
      for (let first = 0; first < source.length; first += extent * inner) {
        for (let i = first; i < first + inner; i++) {
          let total = start;
          for (let j = 0; j < extent; j++) {
            const at = i + (attrs.reverse ? extent - 1 - j : j) * inner;
            const next = combine(total, source[at]!);
            target[at] = attrs.exclusive ? total : next;
            total = attrs.exclusive ? next : target[at]!;
          }
        }
      }
      disposeAll(backend, [numbers]);
      return output;
    },
  );
}
