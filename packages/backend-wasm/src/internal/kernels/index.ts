import { inTurn, type KernelTable } from '../kernel.js';

// Kernels that are alike stand together, in the bundle too: gzip finds what repeats itself only where it is near.

// Elementwise.

import { binaryKernels } from './elementwise/binary.js';
import { comparisonKernels } from './elementwise/comparison.js';
import { seldomKernels } from './elementwise/host-functions.js';
import { unaryKernels } from './elementwise/unary.js';

// Moving numbers about.

import { suppressionKernels } from './images/suppression.js';
import { placeKernels } from './indexing/gather-scatter.js';
import { indexingKernels } from './indexing/indexing.js';
import { segmentKernels } from './indexing/segments.js';
import { copyingKernels } from './shape/copying.js';
import { byteMovingKernels } from './shape/moving-bytes.js';
import { rearrangingKernels } from './shape/rearranging.js';
import { shapeKernels } from './shape/shape.js';
import { stackingKernels } from './shape/stacking.js';
import { sparseKernels } from './sparse/sparse.js';

// Reductions.

import { topKKernels } from './indexing/top-k.js';
import { composedKernels } from './reductions/composed.js';
import { scanKernels } from './reductions/cumulative.js';
import { emptyKernels } from './reductions/empty.js';
import { integerKernels } from './reductions/integer-reduction.js';
import { reductionKernels } from './reductions/reduction.js';

// Rows and products.

import { attentionKernels } from './attention/attention.js';
import { batchNormKernels } from './normalization/batch-norm.js';
import { normalizationKernels } from './normalization/normalization.js';
import { softmaxKernels } from './normalization/softmax.js';
import { trainingKernels } from './optimizers/training.js';
import { biasActivationKernels } from './products/bias-activation.js';
import { matMulKernels } from './products/matrix-product.js';
import { multinomialKernels } from './random/multinomial.js';
import { recurrentKernels } from './recurrent/recurrent.js';

// Windows.

import { convolutionKernels } from './convolution/convolution.js';
import { convolution3dKernels } from './convolution/convolution3d.js';
import { depthwiseKernels } from './convolution/depthwise.js';
import { imageKernels } from './images/image.js';
import { localResponseKernels } from './normalization/local-response.js';
import { morphologyKernels } from './pooling/morphology.js';
import { poolingKernels } from './pooling/pooling.js';

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
