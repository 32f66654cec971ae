import { ArgumentError } from '@neurite/core';
import type { Batches } from '../batches.js';
import { knownSize } from './batch-source.js';

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
