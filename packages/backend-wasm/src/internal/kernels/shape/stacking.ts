import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { copyStrided } from '../../copy-strided.js';
import { type KernelTable, ownKernel } from '../../kernel.js';
import { stridesOf } from '../../strides.js';
import { fourBytes } from './copying.js';

/** Tensors along a new axis, and an axis taken apart. */
export const stackingKernels: KernelTable = {
  Pack: ownKernel<Readonly<Record<string, TensorInfo>>, { axis: number }>(({ inputs, attrs, backend }) => {
    const parts = Object.values(inputs);
    const [first] = parts;
    const dtype = first && fourBytes(first);
    if (first === undefined || dtype === undefined || parts.some((part) => part.dtype !== dtype)) return undefined;
    for (const part of parts) {
      util.assertShapesMatch(first.shape, part.shape, 'All tensors passed to stack must have matching shapes');
    }
    const shape = first.shape.slice();
    const axis = attrs.axis < 0 ? attrs.axis + shape.length + 1 : attrs.axis;
    shape.splice(axis, 0, parts.length);
    const output = backend.newTensor(shape, dtype);
    const to = stridesOf(shape);
    const target = backend.pointer(output);
    parts.forEach((part, i) => {
      copyStrided(backend, {
        source: backend.pointer(part),
        target: target + i * to[axis]! * 4,
        extents: part.shape,
        from: stridesOf(part.shape),
        to: to.filter((_, other) => other !== axis),
      });
    });
    return output;
  }),

  Unpack: ownKernel<{ readonly value: TensorInfo }, { axis: number }>(({ inputs: { value }, attrs, backend }) => {
    const dtype = fourBytes(value);
    if (dtype === undefined) return undefined;
    const axis = attrs.axis < 0 ? attrs.axis + value.shape.length : attrs.axis;
    const from = stridesOf(value.shape);
    const shape = value.shape.filter((_, other) => other !== axis);
    return Array.from({ length: value.shape[axis]! }, (_, i) => {
      const output = backend.newTensor(shape.slice(), dtype);
      copyStrided(backend, {
        source: backend.pointer(value) + i * from[axis]! * 4,
        target: backend.pointer(output),
        extents: shape,
        from: from.filter((_, other) => other !== axis),
        to: stridesOf(shape),
      });
      return output;
    });
  }),
};
