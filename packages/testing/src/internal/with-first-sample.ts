import { type Tensor, tensor } from '@tensorflow/tfjs-core';

/** A batch whose first sample is one value all over. */
export async function withFirstSample(batch: Tensor, value: number): Promise<Tensor> {
  const values = (await batch.data()).slice();
  return tensor(values.fill(value, 0, batch.size / batch.shape[0]!), batch.shape, batch.dtype);
}
