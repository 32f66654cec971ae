import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { unsuitable } from '../../checks.js';
import { BinaryCode } from '../../generated/kernel-calls.js';
import { FLOAT, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type GivenAttributes, tensors } from '../../signature.js';
import { compose } from '../compose.js';
import { applyBinary } from '../elementwise/apply-binary.js';
import { sumOver } from '../reductions/reduction.js';
import { transpose } from '../shape/copying.js';

const checkEquation = (where: string, { equation }: GivenAttributes): void => {
  if (typeof equation !== 'string') throw unsuitable(where, 'equation', 'be a string', equation);
};

/** Einstein summation, composed of transposes, products and sums. */
export const einsumKernels: KernelTable = { Einsum: tfjsKernel(tensors(checkEquation), takes(FLOAT, einsum)) };

function einsum({
  inputs,
  attrs: { equation },
  backend,
}: {
  readonly inputs: readonly TensorInfo[];
  readonly attrs: { readonly equation: string };
  readonly backend: WasmBackend;
}): TensorInfo | undefined {
  const terms = Object.values(inputs);
  if (terms.some(({ shape }) => shape.includes(0))) return undefined;
  const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, terms.length);
  backend_util.checkEinsumDimSizes(allDims.length, idDims, terms as never); // it reads shapes
  const { path, steps } = backend_util.getEinsumComputePath(summedDims, idDims);
  return compose(backend, (intermediate) => {
    let left = allDims.length;
    let result: TensorInfo | undefined;
    steps.forEach((step, i) => {
      for (const id of step) {
        const { permutationIndices, expandDims } = backend_util.getEinsumPermutation(left, idDims[id]!);
        const transposed = intermediate(transpose(backend, terms[id]!, permutationIndices));
        const shape = transposed.shape.slice();
        for (const axis of expandDims) shape.splice(axis, 0, 1);
        const term = { ...transposed, shape };
        result = result === undefined ? term : intermediate(applyBinary(backend, BinaryCode.Multiply, [term, result]));
      }
      if (i === steps.length - 1) return;
      if (path[i]! >= 0) result = intermediate(sumOver(backend, result!, path[i]! - (allDims.length - left)));
      left--;
    });
    return result!; // an equation has a term
  });
}
