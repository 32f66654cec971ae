import { type Operation, reluGradOperation } from '@neurite/core/operation';
import { attentionGradOperation, attentionOperation, maskedAttentionOperation } from './attention/attention.js';
import { conv2dOperations } from './convolution/conv2d.js';
import { biasActivationGradOperation, biasActivationOperation } from './dense/bias-activation.js';
import { biasGatedActivationGradOperation, biasGatedActivationOperation } from './dense/bias-gated-activation.js';
import { denseOperations } from './dense/dense.js';
import { dropoutOperation } from './dropout/dropout.js';
import { ctcGradOperation, ctcOperation } from './losses/ctc.js';
import { softmaxCrossEntropyGradOperation, softmaxCrossEntropyOperation } from './losses/softmax-cross-entropy.js';
import { batchNormTrainingGradOperation, batchNormTrainingOperation } from './normalization/batch-norm-training.js';
import { groupNormGradOperation, groupNormOperation } from './normalization/group-norm.js';
import { layerNormGradOperation, layerNormOperation } from './normalization/layer-norm.js';
import { rmsNormGradOperation, rmsNormOperation } from './normalization/rms-norm.js';
import { elementwiseStepOperation } from './optimizers/elementwise-step.js';
import {
  gruSequenceGradOperation,
  gruSequenceOperation,
  maskedGruSequenceGradOperation,
  maskedGruSequenceOperation,
} from './recurrent/gru-sequence.js';
import {
  lstmSequenceGradOperation,
  lstmSequenceOperation,
  maskedLstmSequenceGradOperation,
  maskedLstmSequenceOperation,
} from './recurrent/lstm-sequence.js';
import {
  maskedSimpleRnnSequenceGradOperation,
  maskedSimpleRnnSequenceOperation,
  simpleRnnSequenceGradOperation,
  simpleRnnSequenceOperation,
} from './recurrent/simple-rnn-sequence.js';

/** The project's own operations: the kernels that a backend package may register a faster version of. */
export const operations: readonly Pick<Operation, 'kernelName' | 'gradient'>[] = [
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
  ctcGradOperation,
  ctcOperation,
  denseOperations.linear,
  denseOperations.relu,
  dropoutOperation,
  elementwiseStepOperation,
  groupNormGradOperation,
  groupNormOperation,
  gruSequenceGradOperation,
  gruSequenceOperation,
  layerNormGradOperation,
  layerNormOperation,
  lstmSequenceGradOperation,
  lstmSequenceOperation,
  maskedAttentionOperation,
  maskedGruSequenceGradOperation,
  maskedGruSequenceOperation,
  maskedLstmSequenceGradOperation,
  maskedLstmSequenceOperation,
  maskedSimpleRnnSequenceGradOperation,
  maskedSimpleRnnSequenceOperation,
  reluGradOperation,
  rmsNormGradOperation,
  rmsNormOperation,
  simpleRnnSequenceGradOperation,
  simpleRnnSequenceOperation,
  softmaxCrossEntropyGradOperation,
  softmaxCrossEntropyOperation,
];
