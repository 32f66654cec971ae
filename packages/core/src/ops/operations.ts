import { adamUpdateOperation } from './adam-update.js';
import { batchNormTrainingGradOperation, batchNormTrainingOperation } from './batch-norm-training.js';
import type { Operation } from './define-operation.js';
import { dropoutOperation } from './dropout.js';
import { groupNormGradOperation, groupNormOperation } from './group-norm.js';
import { layerNormGradOperation, layerNormOperation } from './layer-norm.js';
import { reluGradOperation } from './relu-grad.js';
import { rmsNormGradOperation, rmsNormOperation } from './rms-norm.js';
import { sgdUpdateOperation } from './sgd-update.js';
import { softmaxCrossEntropyGradOperation, softmaxCrossEntropyOperation } from './softmax-cross-entropy.js';

/** The project's own operations: the kernels that a backend package may register a faster version of. */
export const operations: readonly Pick<Operation, 'kernelName' | 'gradient'>[] = [
  adamUpdateOperation,
  batchNormTrainingGradOperation,
  batchNormTrainingOperation,
  dropoutOperation,
  groupNormGradOperation,
  groupNormOperation,
  layerNormGradOperation,
  layerNormOperation,
  reluGradOperation,
  rmsNormGradOperation,
  rmsNormOperation,
  sgdUpdateOperation,
  softmaxCrossEntropyGradOperation,
  softmaxCrossEntropyOperation,
];
