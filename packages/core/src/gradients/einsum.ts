import { broadcastTo, einsum, type GradConfig, mul, reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import type { InputGradients } from '../internal/kernel-gradient.js';
import { sameShape } from '../shape.js';

/** Gradients of Einstein sums of one or two tensors, which are Einstein sums too. */
export const einsumGradients: readonly GradConfig[] = [
  {
    kernelName: 'Einsum',
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs): InputGradients => {
      const { equation } = attrs as { readonly equation: string }; // attributes of this kernel
      const [left, output] = equation.replaceAll(' ', '').split('->') as [string, string]; // checked by the forward pass
      const subscripts = left.split(',');
      return Object.fromEntries(
        saved.map((input, i) => [
          i,
          () =>
            byOperand(
              { tensor: dy as Tensor, axes: output }, // one output
              saved.flatMap((tensor, j) => (j === i ? [] : [{ tensor, axes: subscripts[j]! }])),
              { tensor: input, axes: subscripts[i]! },
            ),
        ]),
      );
    },
  },
];

/** A tensor and the letters of its axes. */
type Operand = { readonly tensor: Tensor; readonly axes: string };

/** Multiplies by the other operand, sums over axes that the target lacks, and repeats along axes that only it has. */
function byOperand(dy: Operand, others: readonly Operand[], target: Operand): Tensor {
  const operands = [dy, ...others.map((other) => sumOut(other, dy.axes + target.axes))];
  // tfjs takes no operand without axes: a scalar is a factor.
  const [scalars, arrays] = [operands.filter(({ axes }) => axes === ''), operands.filter(({ axes }) => axes !== '')];
  const known = [...target.axes].filter((axis) => arrays.some(({ axes }) => axes.includes(axis))).join('');
  const factors = scalars.map(({ tensor }) => tensor);
  if (arrays.length > 0) factors.push(contract(arrays, known));
  const product = factors.reduce((total, factor) => mul(total, factor));
  const { shape } = target.tensor;
  const kept = shape.map((size, axis) => (known.includes(target.axes[axis]!) ? size : 1));
  const shaped = reshape(product, kept);
  return sameShape(kept, shape) ? shaped : broadcastTo(shaped, shape as [number]); // any rank
}

/** Sums an operand over the axes that no other has. */
function sumOut({ tensor, axes }: Operand, others: string): Operand {
  const alone = [...axes].flatMap((axis, i) => (others.includes(axis) ? [] : [i]));
  if (alone.length === 0) return { tensor, axes };
  return { tensor: sum(tensor, alone), axes: [...axes].filter((axis) => others.includes(axis)).join('') };
}

function contract(operands: readonly Operand[], output: string): Tensor {
  const [first] = operands as [Operand]; // one or two
  // tfjs's Einsum returns its input itself where there is nothing to do.
  if (operands.length === 1 && first.axes === output) return first.tensor;
  return einsum(`${operands.map(({ axes }) => axes)}->${output}`, ...operands.map(({ tensor }) => tensor));
}
