import { ArgumentError } from '@neurite/core';
import type { Batches } from '../batches.js';
import { DivergedError } from '../diverged-error.js';
import { knownSize } from './batch-source.js';
import { type FailedStep, findBrokenTensor } from './find-broken-tensor.js';

/** @throws ArgumentError when an epoch had no batches, or others than the data set had said */
export function assertBatchCount(data: Batches, batches: number, epoch: number): void {
  if (batches === 0) throw noBatches('data', epoch);
  const size = knownSize(data);
  if (size === undefined || size === batches) return;
  throw new ArgumentError({
    where: 'fit',
    argument: 'data',
    expected: `give the ${size} batches that its size promises`,
    received: `${batches} in epoch ${epoch}`,
  });
}

export function noBatches(argument: string, epoch: number): ArgumentError {
  return new ArgumentError({
    where: 'fit',
    argument,
    expected: 'give at least one batch in every epoch',
    received: `none in epoch ${epoch}`,
    advice: epoch === 1 ? undefined : 'A generator runs only once: pass a dataset or an array of batches',
  });
}

/** Looks for the first tensor of a step that is not finite, and says where it was. */
export async function explainDivergence(
  failed: FailedStep,
  { epoch, number, what }: { readonly epoch: number; readonly number: number; readonly what: string },
): Promise<DivergedError> {
  return new DivergedError({
    epoch,
    batch: number,
    step: failed.state.step + 1,
    what,
    tensor: (await findBrokenTensor(failed)) ?? 'a weight that a callback put into the model',
    advice: 'Lower the learning rate, clip the gradients, or look at the data',
  });
}

export function divergedInValidation(epoch: number, batch: number, loss: number): DivergedError {
  return new DivergedError({
    epoch,
    batch,
    step: undefined,
    what: `the loss is ${loss}`,
    tensor: 'in this batch',
    advice: 'Look at the samples of this batch',
  });
}
