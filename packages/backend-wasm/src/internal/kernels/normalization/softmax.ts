import { assertShape } from '@neurite/core';
import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { checkAxis, unsuitable } from '../../checks.js';
import {
  FLOAT,
  INTEGER,
  type KernelCall,
  type KernelFunction,
  type KernelTable,
  operationKernel,
  takes,
  tfjsKernel,
} from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';

type Input = { readonly logits: TensorInfo };
type Labels = { readonly labels: TensorInfo };

/** For each element, about: two exponentials. */
const NANOSECONDS = 2;

const LAST_AXIS: Signature = shapes<Input>({ logits: '...' }, (where, { dim, axis = dim }, { logits }) =>
  checkAxis(where, 'axis', axis, logits.shape.length),
);
const ROWS: Signature = shapes({ logits: 'rows classes', labels: 'rows ...' }, checkLabels);

/** Softmax over the last axis, its logarithm, and the fused cross entropy with its gradient. */
export const softmaxKernels: KernelTable = {
  LogSoftmax: tfjsKernel(LAST_AXIS, takes({ logits: FLOAT }, alongLastAxis('logSoftmax'))),
  Softmax: tfjsKernel(LAST_AXIS, takes({ logits: FLOAT }, alongLastAxis('softmax'))),
  SoftmaxGrad: operationKernel(shapes({ dy: '... classes', y: '=dy' }), takes(FLOAT, softmaxGradient)),
  SoftmaxCrossEntropy: operationKernel(
    ROWS,
    takes({ logits: FLOAT, labels: FLOAT }, crossEntropy({ classes: false })),
    takes({ logits: FLOAT, labels: INTEGER }, crossEntropy({ classes: true })),
  ),
  SoftmaxCrossEntropyGrad: operationKernel(
    shapes({ logits: 'rows classes', labels: 'rows ...', dy: 'rows' }, checkLabels),
    takes({ dy: FLOAT, logits: FLOAT, labels: FLOAT }, crossEntropyGradient({ classes: false })),
    takes({ dy: FLOAT, logits: FLOAT, labels: INTEGER }, crossEntropyGradient({ classes: true })),
  ),
};

/** A probability for each logit, or a class for each row. */
function checkLabels(where: string, _: unknown, { logits, labels }: Input & Labels): void {
  const { shape } = logits;
  if (shape[0] !== 0 && shape[1] === 0) throw unsuitable(where, 'logits', 'have at least one class', shape);
  assertShape(where, 'labels', labels.shape, labels.shape.length === 1 ? shape.slice(0, 1) : shape);
}

function alongLastAxis(
  kernel: 'softmax' | 'logSoftmax',
): KernelFunction<Input, { readonly dim?: number; readonly axis?: number }> {
  return ({ inputs: { logits }, attrs: { dim, axis = dim }, backend }) => {
    const rank = logits.shape.length;
    // Softmax has it as `dim`, LogSoftmax as `axis`.
    if (rank === 0 || (axis !== -1 && axis !== rank - 1)) return undefined;
    return softmax(backend, kernel, logits);
  };
}

/** Of the rows of at least a vector. */
export function softmax(backend: WasmBackend, kernel: 'softmax' | 'logSoftmax', logits: TensorInfo): TensorInfo {
  const output = backend.newTensor(logits.shape);
  const { extent, columns, cost } = measure(logits);
  const [source, target] = backend.pointers(logits, output);
  backend.threads.over({ extent, cost }, (kernels, { from, length: rows }) =>
    kernels[kernel]({
      logits: offset(source, from * columns),
      target: offset(target, from * columns),
      rows,
      columns,
    }),
  );
  return output;
}

function softmaxGradient({
  inputs: { dy, y },
  backend,
}: KernelCall<Readonly<Record<'dy' | 'y', TensorInfo>>>): TensorInfo {
  const output = backend.newTensor(y.shape);
  const { extent, columns, cost } = measure(y);
  const [gradient, result, target] = backend.pointers(dy, y, output);
  backend.threads.over({ extent, cost }, (kernels, { from, length: rows }) =>
    kernels.softmaxGradient({
      dy: offset(gradient, from * columns),
      y: offset(result, from * columns),
      target: offset(target, from * columns),
      rows,
      columns,
    }),
  );
  return output;
}

/** @param classes whether the labels are a class for each row, and not a probability for each logit */
function crossEntropy({ classes }: { readonly classes: boolean }): KernelFunction<Input & Labels> {
  return ({ inputs, backend }) => {
    if (inputs.labels.shape.length !== (classes ? 1 : 2)) return undefined;
    const output = backend.newTensor(inputs.logits.shape.slice(0, 1));
    const { extent, columns, cost } = measure(inputs.logits);
    const [logits, labels, losses] = backend.pointers(inputs.logits, inputs.labels, output);
    backend.threads.over({ extent, cost }, (kernels, { from, length: rows }) =>
      kernels.softmaxCrossEntropy({
        logits: offset(logits, from * columns),
        labels: offset(labels, from * (classes ? 1 : columns)),
        losses: offset(losses, from),
        rows,
        columns,
        classes,
      }),
    );
    return output;
  };
}

function crossEntropyGradient({
  classes,
}: {
  readonly classes: boolean;
}): KernelFunction<Input & Labels & { readonly dy: TensorInfo }> {
  return ({ inputs, backend }) => {
    if (inputs.labels.shape.length !== (classes ? 1 : 2)) return undefined;
    const output = backend.newTensor(inputs.logits.shape);
    const { extent, columns, cost } = measure(inputs.logits);
    const [dy, logits, labels, target] = backend.pointers(inputs.dy, inputs.logits, inputs.labels, output);
    backend.threads.over({ extent, cost }, (kernels, { from, length: rows }) =>
      kernels.softmaxCrossEntropyGradient({
        dy: offset(dy, from),
        logits: offset(logits, from * columns),
        labels: offset(labels, from * (classes ? 1 : columns)),
        target: offset(target, from * columns),
        rows,
        columns,
        classes,
      }),
    );
    return output;
  };
}

/** The rows of logits; none where they have no elements. */
function measure({ shape }: TensorInfo): Readonly<Record<'extent' | 'columns' | 'cost', number>> {
  const columns = shape.at(-1)!;
  const rows = util.sizeFromShape(shape.slice(0, -1));
  return { extent: columns === 0 ? 0 : rows, columns, cost: rows * columns * NANOSECONDS };
}
