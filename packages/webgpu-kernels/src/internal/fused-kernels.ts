import { attention, attentionGrad, maskedAttention } from './attention/attention.js';
import { biasActivation, biasActivationGrad } from './dense/bias-activation.js';
import { biasGatedActivation, biasGatedActivationGrad } from './dense/bias-gated-activation.js';
import { reluGrad } from './dense/relu-grad.js';
import { dropout } from './dropout/dropout.js';
import type { FusedKernel } from './fused-kernel.js';
import { softmaxCrossEntropy, softmaxCrossEntropyGrad } from './losses/softmax-cross-entropy.js';
import { batchNormTraining, batchNormTrainingGrad } from './normalization/batch-norm-training.js';
import { groupNorm, groupNormGrad } from './normalization/group-norm.js';
import { layerNorm, layerNormGrad } from './normalization/layer-norm.js';
import { rmsNorm, rmsNormGrad } from './normalization/rms-norm.js';
import { elementwiseStep } from './optimizers/elementwise-step.js';
import { gruSequence, gruSequenceGrad } from './recurrent/gru-sequence.js';
import { lstmSequence, lstmSequenceGrad } from './recurrent/lstm-sequence.js';

/** Every fused kernel. */
export const fusedKernels: readonly FusedKernel[] = [
  attention,
  attentionGrad,
  batchNormTraining,
  batchNormTrainingGrad,
  biasActivation,
  biasActivationGrad,
  biasGatedActivation,
  biasGatedActivationGrad,
  dropout,
  elementwiseStep,
  groupNorm,
  groupNormGrad,
  gruSequence,
  gruSequenceGrad,
  layerNorm,
  layerNormGrad,
  lstmSequence,
  lstmSequenceGrad,
  maskedAttention,
  reluGrad,
  rmsNorm,
  rmsNormGrad,
  softmaxCrossEntropy,
  softmaxCrossEntropyGrad,
];
