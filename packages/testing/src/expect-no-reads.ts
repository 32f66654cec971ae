import { engine } from '@tensorflow/tfjs-core';
import { expect, vi } from 'vitest';

/**
 * Expects `f` to run without reading a tensor's value: what every part of a train step promises, so that it can be
 * recorded and compiled.
 *
 * @returns what `f` returned
 * @example
 * const statistics = expectNoReads(() => metric.statistics(predictions, targets));
 */
export function expectNoReads<R>(f: () => R): R {
  const reads = (['read', 'readSync'] as const).map((name) => vi.spyOn(engine(), name));
  try {
    const result = f();
    for (const read of reads) expect(read, 'reads of a value').not.toHaveBeenCalled();
    return result;
  } finally {
    for (const read of reads) read.mockRestore();
  }
}
