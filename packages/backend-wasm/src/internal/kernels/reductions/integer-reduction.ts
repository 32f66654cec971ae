import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import type { IntegerReductionCode } from '../../generated/kernel-calls.js';
import type { KernelFunction } from '../../kernel.js';
import { compose } from '../compose.js';
import { convert } from '../elementwise/convert.js';
import { type Axes, type Input, ofNothing, reduceAxes, reducedShape, type Step } from './reduction.js';

/** Axes under the name that the kernel has for them. */
type NamedAxes = { readonly keepDims: boolean } & Readonly<Record<string, number | number[]>>;

/**
 * A reduction of int32, or of bool as 0 and 1, to int32.
 *
 * @param nothing the result over no elements
 */
export function integerReduction(code: IntegerReductionCode, nothing: number): KernelFunction<Input, NamedAxes> {
  return ({ inputs: { x }, attrs, backend }) => {
    const axes: Axes = { axis: (attrs.reductionIndices ?? attrs.axis)!, keepDims: attrs.keepDims };
    if (x.shape.includes(0)) return ofNothing(backend, x, axes, nothing);
    return compose(backend, (intermediate) => {
      const integers = intermediate(convert(backend, x, 'int32'));
      const reduce = (step: Step): void => backend.kernels.reduceIntegers({ code, ...step });
      return intermediate(reduceAxes(backend, integers, axes, reduce, 'int32'));
    });
  };
}

/** Whether all (`every`), or any, of bool are true. */
export function booleanReduction(every: boolean): KernelFunction<Input, Axes> {
  return ({ inputs: { x }, attrs, backend }) => {
    if (x.shape.includes(0)) return filled(backend, x, attrs, every);
    return reduceAxes(backend, x, attrs, (step) => backend.kernels.reduceBooleans({ every, ...step }), 'bool');
  };
}

function filled(backend: WasmBackend, x: TensorInfo, { axis, keepDims }: Axes, value: boolean): TensorInfo {
  const output = backend.newTensor(reducedShape(x, axis, keepDims), 'bool');
  (backend.data.get(output.dataId).values as Uint8Array).fill(Number(value)); // of this dtype
  return output;
}
