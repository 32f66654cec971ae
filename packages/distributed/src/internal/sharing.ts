import {
  checkBoolean,
  checkChoice,
  checkInteger,
  checkNumber,
  checkOptions,
  resolveOptions,
} from '@neurite/core/checks';
import { ArgumentError } from '@neurite/core/errors';
import type { GradientCompression, ModelAveraging, Parallel } from '@neurite/core/parallel';
import type { MpiOptions } from '../contract.js';
import { halfSum } from './compression/half-sum.js';
import { topKSum } from './compression/top-k-sum.js';

/** How processes share the work, checked. */
export type Sharing = {
  readonly bucketBytes: number;
  readonly compression: NonNullable<MpiOptions['compression']>;
  readonly averaging: ModelAveraging | undefined;
  readonly zeroRedundancy: boolean;
};

/** @throws ArgumentError for an option out of range, and for two that exclude each other */
export function checkedSharing(
  options: Omit<Sharing, 'averaging'> & { readonly averaging: MpiOptions['averaging'] | undefined },
): Sharing {
  const { bucketBytes, compression, zeroRedundancy } = options;
  const where = 'mpi';
  checkInteger(where, 'bucketBytes', bucketBytes, { min: 1 });
  if (typeof compression === 'object') {
    checkOptions(`${where} (compression)`, compression, ['topK']);
    checkNumber(where, 'compression.topK', compression.topK, { above: 0, atMost: 1 });
  } else checkChoice(where, 'compression', compression, ['none', 'float16', 'bfloat16']);
  checkBoolean(where, 'zeroRedundancy', zeroRedundancy);
  const averaging = options.averaging && averagingOf(options.averaging);
  if (averaging !== undefined && (compression !== 'none' || zeroRedundancy)) {
    throw new ArgumentError({
      where,
      argument: 'averaging',
      expected: 'be left out where there is `compression` or `zeroRedundancy`',
      received: zeroRedundancy ? '`zeroRedundancy`' : '`compression`',
      advice: 'Processes that step by themselves add up no gradients, and each needs the whole state of the optimizer',
    });
  }
  return { bucketBytes, compression, averaging, zeroRedundancy };
}

function averagingOf(given: NonNullable<MpiOptions['averaging']>): ModelAveraging {
  const where = 'mpi (averaging)';
  const { period, warmupSteps } = resolveOptions(where, given, { period: 1, warmupSteps: 0 });
  checkInteger('mpi', 'averaging.period', given.period, { min: 1 });
  checkInteger('mpi', 'averaging.warmupSteps', warmupSteps, { min: 0 });
  return { period, warmupSteps };
}

/** What adds up gradients so; undefined where they stay as they are. */
export function compressionOf(
  compression: Sharing['compression'],
  group: Pick<Parallel, 'size' | 'exchange' | 'gather'>,
): GradientCompression | undefined {
  if (compression === 'none') return undefined;
  return typeof compression === 'object' ? topKSum(compression.topK, group) : halfSum(compression, group);
}
