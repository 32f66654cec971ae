import { checkInteger, checkNumber } from '@neurite/core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import { offset } from '../../address.js';
import type { WasmBackend } from '../../backend.js';
import { unsuitable } from '../../checks.js';
import { FLOAT, type KernelFunction, type KernelTable, takes, tfjsKernel } from '../../kernel.js';
import { type Signature, shapes } from '../../signature.js';
import { copyElements } from '../shape/copy.js';

type Inputs = Readonly<Record<'boxes' | 'scores', TensorInfo>>;
type Attributes = {
  readonly maxOutputSize: number;
  readonly iouThreshold: number;
  readonly scoreThreshold: number;
  readonly padToMaxOutputSize?: boolean;
  readonly softNmsSigma?: number;
};
/** The indices of the selected boxes as int32, or their scores as float32. */
type Take = (dtype: 'int32' | 'float32') => TensorInfo;

const BOXES: Signature = shapes({ boxes: 'n 4', scores: 'n' }, (where, attrs) => {
  const { maxOutputSize, iouThreshold, scoreThreshold, softNmsSigma = 0 } = attrs;
  checkInteger(where, 'maxOutputSize', maxOutputSize, { min: 0 });
  checkNumber(where, 'iouThreshold', iouThreshold, { atLeast: 0, atMost: 1 });
  if (Number.isNaN(scoreThreshold)) throw unsuitable(where, 'scoreThreshold', 'be a number', scoreThreshold);
  checkNumber(where, 'softNmsSigma', softNmsSigma, { atLeast: 0 });
});

/** Non-maximum suppression: of boxes that overlap, those with the largest scores. */
export const suppressionKernels: KernelTable = {
  NonMaxSuppressionV3: tfjsKernel(
    BOXES,
    takes(
      FLOAT,
      suppression((take) => take('int32')),
    ),
  ),
  NonMaxSuppressionV4: tfjsKernel(
    BOXES,
    takes(
      FLOAT,
      suppression((take, found, backend) => [take('int32'), backend.makeTensorInfo([], 'int32', Int32Array.of(found))]),
    ),
  ),
  NonMaxSuppressionV5: tfjsKernel(
    BOXES,
    takes(
      FLOAT,
      suppression((take) => [take('int32'), take('float32')]),
    ),
  ),
};

/** @param outputs made by `take`, or from the number of selected boxes */
function suppression(
  outputs: (take: Take, found: number, backend: WasmBackend) => TensorInfo | TensorInfo[],
): KernelFunction<Inputs, Attributes> {
  return ({ inputs, attrs, backend }) => {
    const { maxOutputSize: limit, iouThreshold, scoreThreshold, padToMaxOutputSize, softNmsSigma = 0 } = attrs;
    const count = inputs.scores.shape[0]!;
    const [boxes, given] = backend.pointers(inputs.boxes, inputs.scores);
    return backend.withScratch(6 * count + 1, (selected) => {
      const found = backend.kernels.suppress({
        boxes,
        given,
        selected,
        count,
        limit,
        threshold: iouThreshold,
        lowest: scoreThreshold,
        decay: softNmsSigma && -0.5 / softNmsSigma,
      });
      const length = padToMaxOutputSize ? Math.max(found, limit) : found;
      return outputs(
        (dtype) => {
          const output = backend.newTensor([length], dtype);
          const target = backend.pointer(output);
          backend.kernels.fill({ target, count: length, bits: 0 });
          copyElements(backend, offset(selected, dtype === 'int32' ? 0 : count), target, found);
          return output;
        },
        found,
        backend,
      );
    });
  };
}
