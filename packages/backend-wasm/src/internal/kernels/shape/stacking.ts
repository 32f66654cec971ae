import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { checkAxis, checkSameShapes } from '../../checks.js';
import { type KernelCall, type KernelTable, tfjsKernel } from '../../kernel.js';
import { type GivenAttributes, shapes, tensors } from '../../signature.js';
import { stridesOf } from '../strides.js';
import { copyStrided } from './copy.js';
import { dtypeOf } from './copying.js';
import { movable } from './movable.js';

type Axis = { readonly axis: number };

/** Tensors stacked along a new axis, and unstacked again. */
export const stackingKernels: KernelTable = {
  Pack: tfjsKernel(tensors(checkStack), ...movable(stack, (moved) => moved)),
  Unpack: tfjsKernel(
    shapes<{ readonly value: TensorInfo }>({ value: '...' }, (where, { axis }, { value }) =>
      checkAxis(where, 'axis', axis, value.shape.length),
    ),
    ...movable(unstack, (value) => ({ value })),
  ),
};

function checkStack(where: string, { axis }: GivenAttributes, parts: readonly TensorInfo[]): void {
  checkSameShapes(where, undefined, parts);
  checkAxis(where, 'axis', axis, parts[0]!.shape.length + 1);
}

function stack({ inputs, attrs, backend }: KernelCall<readonly TensorInfo[], Axis>): TensorInfo | undefined {
  const parts = Object.values(inputs);
  const [first] = parts;
  if (first === undefined) return undefined;
  const shape = first.shape.slice();
  const axis = attrs.axis < 0 ? attrs.axis + shape.length + 1 : attrs.axis;
  shape.splice(axis, 0, parts.length);
  const output = backend.newTensor(shape, dtypeOf(first));
  const strides = stridesOf(shape);
  const target = backend.pointer(output);
  parts.forEach((part, i) => {
    copyStrided(backend, {
      source: backend.pointer(part),
      target: offset(target, i * strides[axis]!),
      extents: part.shape,
      from: stridesOf(part.shape),
      to: strides.filter((_, other) => other !== axis),
    });
  });
  return output;
}

function unstack({
  inputs: { value },
  attrs,
  backend,
}: KernelCall<{ readonly value: TensorInfo }, Axis>): TensorInfo[] {
  const axis = attrs.axis < 0 ? attrs.axis + value.shape.length : attrs.axis;
  const strides = stridesOf(value.shape);
  const shape = value.shape.filter((_, other) => other !== axis);
  return Array.from({ length: value.shape[axis]! }, (_, i) => {
    const output = backend.newTensor(shape.slice(), dtypeOf(value));
    copyStrided(backend, {
      source: offset(backend.pointer(value), i * strides[axis]!),
      target: backend.pointer(output),
      extents: shape,
      from: strides.filter((_, other) => other !== axis),
      to: stridesOf(shape),
    });
    return output;
  });
}
