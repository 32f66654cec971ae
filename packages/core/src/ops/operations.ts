import { adamStepOperation } from './adam-step.js';
import { adamUpdateOperation } from './adam-update.js';
import { attentionGradOperation, attentionOperation, maskedAttentionOperation } from './attention.js';
import { batchNormTrainingGradOperation, batchNormTrainingOperation } from './batch-norm-training.js';
import { biasActivationGradOperation, biasActivationOperation } from './bias-activation.js';
import { biasGatedActivationGradOperation, biasGatedActivationOperation } from './bias-gated-activation.js';
import { conv2dOperations } from './conv2d.js';
import type { Operation } from './define-operation.js';
import { denseOperations } from './dense.js';
import { dropoutOperation } from './dropout.js';
import { groupNormGradOperation, groupNormOperation } from './group-norm.js';
import { gruSequenceGradOperation, gruSequenceOperation } from './gru-sequence.js';
import { layerNormGradOperation, layerNormOperation } from './layer-norm.js';
import { lstmSequenceGradOperation, lstmSequenceOperation } from './lstm-sequence.js';
import { reluGradOperation } from './relu-grad.js';
import { rmsNormGradOperation, rmsNormOperation } from './rms-norm.js';
import { sgdStepOperation } from './sgd-step.js';
import { sgdUpdateOperation } from './sgd-update.js';
import { softmaxCrossEntropyGradOperation, softmaxCrossEntropyOperation } from './softmax-cross-entropy.js';

/** The project's own operations: the kernels that a backend package may register a faster version of. */
export const operations: readonly Pick<Operation, 'kernelName' | 'gradient'>[] = [
  adamStepOperation,
  adamUpdateOperation,
  attentionGradOperation,
  attentionOperation,
  batchNormTrainingGradOperation,
  batchNormTrainingOperation,
  biasActivationGradOperation,
  biasActivationOperation,
  biasGatedActivationGradOperation,
  biasGatedActivationOperation,
  conv2dOperations.linear,
  conv2dOperations.relu,
  denseOperations.linear,
  denseOperations.relu,
  dropoutOperation,
  groupNormGradOperation,
  groupNormOperation,
  gruSequenceGradOperation,
  gruSequenceOperation,
  layerNormGradOperation,
  layerNormOperation,
  lstmSequenceGradOperation,
  lstmSequenceOperation,
  maskedAttentionOperation,
  reluGradOperation,
  rmsNormGradOperation,
  rmsNormOperation,
  sgdStepOperation,
  sgdUpdateOperation,
  softmaxCrossEntropyGradOperation,
  softmaxCrossEntropyOperation,
];
