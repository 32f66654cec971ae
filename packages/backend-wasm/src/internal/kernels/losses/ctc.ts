import { assertShape, checkInteger } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import { FLOAT, INTEGER, type KernelCall, type KernelTable, operationKernel, takes } from '../../kernel.js';
import { type GivenAttributes, shapes } from '../../signature.js';

/** For each state of each step, about. */
const NANOSECONDS = 8;

type Names = 'logProbabilities' | 'labels' | 'labelLengths' | 'inputLengths';
type Inputs = Readonly<Record<Names, TensorInfo>>;
type GradientInputs = Inputs & Readonly<Record<'dy' | 'sums', TensorInfo>>;
type Attributes = { readonly blank: number };

const ALIGNED = {
  logProbabilities: 'batch time classes',
  labels: 'batch labels',
  labelLengths: 'batch',
  inputLengths: 'batch',
};
const DTYPES = { logProbabilities: FLOAT, labels: INTEGER, labelLengths: INTEGER, inputLengths: INTEGER };

/** The losses of connectionist temporal classification, and their gradient. Samples are shared out. */
export const ctcKernels: KernelTable = {
  Ctc: operationKernel(shapes(ALIGNED, checkBlank), takes(DTYPES, ctc)),
  CtcGrad: operationKernel(
    shapes({ ...ALIGNED, dy: 'batch', sums: 'batch time _' }, checkSums),
    takes({ ...DTYPES, dy: FLOAT, sums: FLOAT }, ctcGradient),
  ),
};

function checkBlank(where: string, { blank }: GivenAttributes, { logProbabilities }: Inputs): void {
  checkInteger(where, 'blank', blank, { min: 0, max: logProbabilities.shape[2]! - 1 });
}

function checkSums(where: string, attributes: GivenAttributes, inputs: GradientInputs): void {
  checkBlank(where, attributes, inputs);
  assertShape(where, 'sums', inputs.sums.shape, [...inputs.logProbabilities.shape.slice(0, 2), statesOf(inputs)]);
}

/** The labels, and the blanks before, between and after them. */
function statesOf({ labels }: Inputs): number {
  return 2 * labels.shape[1]! + 1;
}

function ctc({ inputs, attrs: { blank }, backend }: KernelCall<Inputs, Attributes>): TensorInfo[] {
  const [extent, time, classes] = inputs.logProbabilities.shape as [number, number, number]; // checked
  const count = inputs.labels.shape[1]!;
  const states = statesOf(inputs);
  const outputs = [backend.newTensor([extent]), backend.newTensor([extent, time, states])] as const;
  const [x, labels, labelLengths] = backend.pointers(inputs.logProbabilities, inputs.labels, inputs.labelLengths);
  const [inputLengths, losses, sums] = backend.pointers(inputs.inputLengths, ...outputs);
  const scratch = backend.kernels.ctcScratch({ labels: count });
  backend.threads.over(
    { extent, cost: extent * time * states * NANOSECONDS, scratch },
    (kernels, { from, length: batch, scratch }) =>
      kernels.ctc({
        x: offset(x, from * time * classes),
        labels: offset(labels, from * count),
        labelLengths: offset(labelLengths, from),
        inputLengths: offset(inputLengths, from),
        losses: offset(losses, from),
        sums: offset(sums, from * time * states),
        batch,
        time,
        classes,
        count,
        blank,
        scratch,
      }),
  );
  return [...outputs];
}

function ctcGradient({ inputs, attrs: { blank }, backend }: KernelCall<GradientInputs, Attributes>): TensorInfo {
  const [extent, time, classes] = inputs.logProbabilities.shape as [number, number, number]; // checked
  const count = inputs.labels.shape[1]!;
  const states = statesOf(inputs);
  const output = backend.newTensor(inputs.logProbabilities.shape);
  const [dy, x, labels] = backend.pointers(inputs.dy, inputs.logProbabilities, inputs.labels);
  const [labelLengths, inputLengths] = backend.pointers(inputs.labelLengths, inputs.inputLengths);
  const [sums, dx] = backend.pointers(inputs.sums, output);
  const scratch = backend.kernels.ctcScratch({ labels: count });
  backend.threads.over(
    { extent, cost: extent * time * states * NANOSECONDS, scratch },
    (kernels, { from, length: batch, scratch }) =>
      kernels.ctcGradient({
        dy: offset(dy, from),
        x: offset(x, from * time * classes),
        labels: offset(labels, from * count),
        labelLengths: offset(labelLengths, from),
        inputLengths: offset(inputLengths, from),
        sums: offset(sums, from * time * states),
        dx: offset(dx, from * time * classes),
        batch,
        time,
        classes,
        count,
        blank,
        scratch,
      }),
  );
  return output;
}
