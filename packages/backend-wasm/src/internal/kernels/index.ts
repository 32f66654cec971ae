import type { KernelTable } from '../kernel.js';
import { attentionKernels } from './attention.js';
import { batchNormKernels } from './batch-norm.js';
import { biasActivationKernels } from './bias-activation.js';
import { binaryKernels } from './binary.js';
import { comparisonKernels } from './comparison.js';
import { convolutionKernels } from './convolution.js';
import { copyingKernels } from './copying.js';
import { indexingKernels } from './indexing.js';
import { matMulKernels } from './mat-mul.js';
import { normalizationKernels } from './normalization.js';
import { poolingKernels } from './pooling.js';
import { recurrentKernels } from './recurrent.js';
import { reductionKernels } from './reduction.js';
import { shapeKernels } from './shape.js';
import { softmaxKernels } from './softmax.js';
import { trainingKernels } from './training.js';
import { unaryKernels } from './unary.js';

/** All kernels of our own. */
export const ownKernels: KernelTable = {
  ...attentionKernels,
  ...batchNormKernels,
  ...biasActivationKernels,
  ...binaryKernels,
  ...comparisonKernels,
  ...convolutionKernels,
  ...copyingKernels,
  ...indexingKernels,
  ...matMulKernels,
  ...normalizationKernels,
  ...poolingKernels,
  ...recurrentKernels,
  ...reductionKernels,
  ...shapeKernels,
  ...softmaxKernels,
  ...trainingKernels,
  ...unaryKernels,
};
