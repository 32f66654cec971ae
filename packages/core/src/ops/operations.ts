import { adamUpdateOperation } from './adam-update.js';
import type { Operation } from './define-operation.js';
import { dropoutOperation } from './dropout.js';
import { reluGradOperation } from './relu-grad.js';
import { sgdUpdateOperation } from './sgd-update.js';
import { softmaxCrossEntropyGradOperation, softmaxCrossEntropyOperation } from './softmax-cross-entropy.js';

/** The project's own operations: the kernels that a backend package may register a faster version of. */
export const operations: readonly Pick<Operation, 'kernelName' | 'gradient'>[] = [
  adamUpdateOperation,
  dropoutOperation,
  reluGradOperation,
  sgdUpdateOperation,
  softmaxCrossEntropyGradOperation,
  softmaxCrossEntropyOperation,
];
