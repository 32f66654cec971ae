import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../backend.js';
import { floatKernel, type KernelTable, type OwnKernel } from '../../kernel.js';

type Inputs = Readonly<Record<'boxes' | 'scores', TensorInfo>>;
type Attributes = {
  readonly maxOutputSize: number;
  readonly iouThreshold: number;
  readonly scoreThreshold: number;
  readonly padToMaxOutputSize?: boolean;
  readonly softNmsSigma?: number;
};
/** What is known of the chosen boxes, as a tensor. */
type Take = (dtype: 'int32' | 'float32') => TensorInfo;

/** Of boxes that overlap, those with the largest scores. */
export const suppressionKernels: KernelTable = {
  NonMaxSuppressionV3: suppression((take) => take('int32')),
  NonMaxSuppressionV4: suppression((take, found, backend) => [
    take('int32'),
    backend.makeTensorInfo([], 'int32', Int32Array.of(found)),
  ]),
  NonMaxSuppressionV5: suppression((take) => [take('int32'), take('float32')]),
};

/** @param outputs of what `take` makes: the places of the chosen as int32, or their scores as float32 */
function suppression(
  outputs: (take: Take, found: number, backend: WasmBackend) => TensorInfo | TensorInfo[],
): OwnKernel {
  return floatKernel<Inputs, Attributes>(({ inputs: { boxes, scores }, attrs, backend }) => {
    const { maxOutputSize: limit, iouThreshold, scoreThreshold, padToMaxOutputSize, softNmsSigma = 0 } = attrs;
    const { kernels } = backend;
    const count = scores.shape[0]!;
    const scratch = backend.scratch.floats(6 * count + 1);
    const found = kernels.suppress(
      ...([backend.pointer(boxes), backend.pointer(scores), scratch, count, limit, iouThreshold] as const),
      ...([scoreThreshold, softNmsSigma && -0.5 / softNmsSigma] as const),
    );
    const length = padToMaxOutputSize ? Math.max(found, limit) : found;
    const take: Take = (dtype) => {
      const output = backend.newTensor([length], dtype);
      const target = backend.pointer(output);
      const source = scratch + (dtype === 'int32' ? 0 : count * 4);
      kernels.fill(target, length, 0);
      kernels.copyStrided(source, target, 1, 1, 1, found, 0, 0, 0, 1, 0, 0, 0, 1);
      return output;
    };
    return outputs(take, found, backend);
  });
}
