import type { KernelTable } from '../kernel.js';
import { attentionKernels } from './attention/attention.js';
import { convolutionKernels } from './convolution/convolution.js';
import { convolution3dKernels } from './convolution/convolution3d.js';
import { depthwiseKernels } from './convolution/depthwise.js';
import { binaryKernels } from './elementwise/binary.js';
import { comparisonKernels } from './elementwise/comparison.js';
import { conversionKernels } from './elementwise/convert.js';
import { reluGradientKernels } from './elementwise/relu-gradient.js';
import { unaryKernels } from './elementwise/unary.js';
import { resizeKernels } from './images/resize.js';
import { suppressionKernels } from './images/suppression.js';
import { warpKernels } from './images/warp.js';
import { bincountKernels } from './indexing/bincount.js';
import { gatherKernels } from './indexing/gather.js';
import { orderingKernels } from './indexing/ordering.js';
import { scatterKernels } from './indexing/scatter.js';
import { segmentKernels } from './indexing/segments.js';
import { ctcKernels } from './losses/ctc.js';
import { batchNormKernels } from './normalization/batch-norm.js';
import { channelNormKernels } from './normalization/channel-norm.js';
import { localResponseKernels } from './normalization/local-response.js';
import { rowNormKernels } from './normalization/row-norm.js';
import { softmaxKernels } from './normalization/softmax.js';
import { elementwiseStepKernels } from './optimizers/elementwise-step.js';
import { morphologyKernels } from './pooling/morphology.js';
import { poolingKernels } from './pooling/pooling.js';
import { biasActivationKernels } from './products/bias-activation.js';
import { einsumKernels } from './products/einsum.js';
import { matrixProductKernels } from './products/matrix-product.js';
import { dropoutKernels } from './random/dropout.js';
import { multinomialKernels } from './random/multinomial.js';
import { gruKernels } from './recurrent/gru.js';
import { lstmKernels } from './recurrent/lstm.js';
import { simpleRnnKernels } from './recurrent/simple-rnn.js';
import { cumulativeKernels } from './reductions/cumulative.js';
import { extremumGradientKernels } from './reductions/extremum-gradient.js';
import { reductionKernels } from './reductions/reductions.js';
import { copyingKernels } from './shape/copying.js';
import { fillKernels } from './shape/fill.js';
import { rangeKernels } from './shape/range.js';
import { rearrangingKernels } from './shape/rearranging.js';
import { shapeKernels } from './shape/shape.js';
import { stackingKernels } from './shape/stacking.js';
import { sparseKernels } from './sparse/sparse.js';

/** The kernels of each file. No name is in two of them. */
export const kernelTables: readonly KernelTable[] = [
  attentionKernels,
  batchNormKernels,
  biasActivationKernels,
  binaryKernels,
  bincountKernels,
  channelNormKernels,
  comparisonKernels,
  conversionKernels,
  convolution3dKernels,
  convolutionKernels,
  copyingKernels,
  ctcKernels,
  cumulativeKernels,
  depthwiseKernels,
  dropoutKernels,
  einsumKernels,
  elementwiseStepKernels,
  fillKernels,
  gatherKernels,
  gruKernels,
  localResponseKernels,
  lstmKernels,
  matrixProductKernels,
  morphologyKernels,
  multinomialKernels,
  orderingKernels,
  poolingKernels,
  rangeKernels,
  rearrangingKernels,
  extremumGradientKernels,
  reductionKernels,
  reluGradientKernels,
  resizeKernels,
  rowNormKernels,
  scatterKernels,
  segmentKernels,
  shapeKernels,
  simpleRnnKernels,
  softmaxKernels,
  sparseKernels,
  stackingKernels,
  suppressionKernels,
  unaryKernels,
  warpKernels,
];

/** All kernels of our own. */
export const ownKernels: KernelTable = Object.assign({}, ...kernelTables);
