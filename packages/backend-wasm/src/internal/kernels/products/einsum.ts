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
import { NO_EPILOGUE } from './epilogue.js';
import { matMul } from './matrix-product.js';

const checkEquation = (where: string, { equation }: GivenAttributes): void => {
  if (typeof equation !== 'string') throw unsuitable(where, 'equation', 'be a string', equation);
};

/** Einstein summation: a matrix product where there are two factors with common axes, else products and sums of elements. */
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
  const [a, b] = terms;
  if (b !== undefined) {
    const [left, out] = equation.replaceAll(' ', '').split('->') as [string, string]; // as checked
    const [ofA, ofB] = left.split(',') as [string, string];
    const product = contraction(backend, [a!, ofA], { by: [b, ofB], out });
    if (product !== undefined) return product;
  }
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

/** A tensor and the letters of its axes. */
type Term = readonly [tensor: TensorInfo, letters: string];

/** As a batch of matrix products; undefined where no axis of both is summed, or one of a single factor. */
function contraction(
  backend: WasmBackend,
  [a, ofA]: Term,
  { by: [b, ofB], out }: { readonly by: Term; readonly out: string },
): TensorInfo | undefined {
  const only = (letters: string, keep: (letter: string) => boolean): string => [...letters].filter(keep).join('');
  const batch = only(out, (letter) => ofA.includes(letter) && ofB.includes(letter));
  const summed = only(ofA, (letter) => ofB.includes(letter) && !out.includes(letter));
  const rows = only(ofA, (letter) => !ofB.includes(letter));
  const columns = only(ofB, (letter) => !ofA.includes(letter));
  if (summed === '' || ![...rows, ...columns].every((letter) => out.includes(letter))) return undefined;
  // The other order of factors has the result transposed.
  if (out === batch + columns + rows && rows !== '') {
    return contraction(backend, [b, ofB], { by: [a, ofA], out });
  }
  return compose(backend, (intermediate) => {
    const ordered = (tensor: TensorInfo, letters: string, order: string): TensorInfo => {
      if (letters === order) return tensor;
      return intermediate(
        transpose(
          backend,
          tensor,
          [...order].map((letter) => letters.indexOf(letter)),
        ),
      );
    };
    const sizeOf = (letters: string): number =>
      [...letters].reduce((size, letter) => {
        const [of, axis] = ofA.includes(letter) ? [a, ofA.indexOf(letter)] : [b, ofB.indexOf(letter)];
        return size * of.shape[axis]!;
      }, 1);
    // Transposed factors cost nothing where their axes lie together.
    const transposeA = ofA === batch + summed + rows;
    const transposeB = ofB === batch + columns + summed;
    const [n, depth, height, width] = [batch, summed, rows, columns].map(sizeOf) as [number, number, number, number];
    const left = ordered(a, ofA, transposeA ? ofA : batch + rows + summed);
    const right = ordered(b, ofB, transposeB ? ofB : batch + summed + columns);
    const product = intermediate(
      matMul(
        backend,
        {
          a: { ...left, shape: transposeA ? [n, depth, height] : [n, height, depth] },
          b: { ...right, shape: transposeB ? [n, width, depth] : [n, depth, width] },
        },
        { transposeA, transposeB },
        NO_EPILOGUE,
      ),
    );
    const shaped = { ...product, shape: [...(batch + rows + columns)].map(sizeOf) };
    return ordered(shaped, batch + rows + columns, out);
  });
}
