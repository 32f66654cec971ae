import { inTurn, type KernelTable } from '../kernel.js';

// Kernels that are alike stand together, in the bundle too: gzip finds what repeats itself only where it is near.

// Elementwise.

import { binaryKernels } from './binary.js';
import { comparisonKernels } from './comparison.js';
import { seldomKernels } from './seldom.js';
import { unaryKernels } from './unary.js';

// Moving numbers about.

import { copyingKernels } from './copying.js';
import { indexingKernels } from './indexing.js';
import { byteMovingKernels } from './moving-bytes.js';
import { placeKernels } from './places.js';
import { rearrangingKernels } from './rearranging.js';
import { segmentKernels } from './segments.js';
import { shapeKernels } from './shape.js';
import { sparseKernels } from './sparse.js';
import { stackingKernels } from './stacking.js';
import { suppressionKernels } from './suppression.js';

// Reductions.

import { composedKernels } from './composed.js';
import { emptyKernels } from './empty.js';
import { integerKernels } from './integer.js';
import { reductionKernels } from './reduction.js';
import { scanKernels } from './scan.js';
import { topKKernels } from './top-k.js';

// Rows and products.

import { attentionKernels } from './attention.js';
import { batchNormKernels } from './batch-norm.js';
import { biasActivationKernels } from './bias-activation.js';
import { matMulKernels } from './mat-mul.js';
import { multinomialKernels } from './multinomial.js';
import { normalizationKernels } from './normalization.js';
import { recurrentKernels } from './recurrent.js';
import { softmaxKernels } from './softmax.js';
import { trainingKernels } from './training.js';

// Windows.

import { convolutionKernels } from './convolution.js';
import { convolution3dKernels } from './convolution3d.js';
import { depthwiseKernels } from './depthwise.js';
import { imageKernels } from './image.js';
import { localResponseKernels } from './local-response.js';
import { morphologyKernels } from './morphology.js';
import { poolingKernels } from './pooling.js';

/** All kernels of our own. Of two for one name the second takes what the first declines. */
export const ownKernels: KernelTable = inTurn(
  attentionKernels,
  batchNormKernels,
  biasActivationKernels,
  binaryKernels,
  comparisonKernels,
  convolutionKernels,
  convolution3dKernels,
  copyingKernels,
  depthwiseKernels,
  imageKernels,
  indexingKernels,
  localResponseKernels,
  matMulKernels,
  morphologyKernels,
  multinomialKernels,
  normalizationKernels,
  poolingKernels,
  recurrentKernels,
  reductionKernels,
  scanKernels,
  segmentKernels,
  shapeKernels,
  softmaxKernels,
  sparseKernels,
  stackingKernels,
  suppressionKernels,
  topKKernels,
  trainingKernels,
  unaryKernels,
  byteMovingKernels,
  integerKernels,
  composedKernels,
  emptyKernels,
  placeKernels,
  rearrangingKernels,
  seldomKernels,
);
