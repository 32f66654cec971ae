// The kernels, by the names under which TypeScript calls them; src/internal/generated/kernel-calls.ts is generated from
// them. CONTRIBUTING-kernels.md has the contract of a kernel: it writes nothing but its outputs and its scratch, and may
// read up to 28 bytes past the end of an input.
export { attention, attentionGradient, attentionScratch } from './attention/attention';
export { areFinite, convolutionScratch, convolve } from './convolution/convolution';
export { addFilterGradient, addStrided, inputGradient, inputGradientUnit } from './convolution/convolution-gradient';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './convolution/depthwise';
export { describeWindow } from './convolution/window';
export { convolveTiles, gradientOfTiles, winogradScratch, winogradWeights } from './convolution/winograd';
export { binary } from './elementwise/binary';
export { compare, logical, select } from './elementwise/comparison';
export { convert } from './elementwise/convert';
export { reluGradient } from './elementwise/relu-gradient';
export { unary } from './elementwise/unary';
export { resize, resizeGradient } from './images/resize';
export { suppress } from './images/suppression';
export { crop, rotate, transform } from './images/warp';
export { bincount } from './indexing/bincount';
export { flattenIndices, gather, indicesInBounds, oneHot, scatter } from './indexing/gather-scatter';
export { searchSorted, topK } from './indexing/ordering';
export { sumSortedSegments, sumUnsortedSegments } from './indexing/segments';
export { batchNormalization } from './normalization/batch-norm';
export { channelNorm, channelNormGradient } from './normalization/channel-norm';
export { localResponse, localResponseGradient } from './normalization/local-response';
export { rowNorm, rowNormGradient } from './normalization/row-norm';
export { logSoftmax, softmax, softmaxCrossEntropy, softmaxCrossEntropyGradient } from './normalization/softmax';
export { dilate } from './pooling/morphology';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling/pooling';
export { biasActivation, biasActivationGradient } from './products/bias-activation';
export { matrixProduct, matrixProductScratch } from './products/matrix-product';
export { dropout } from './random/dropout';
export { gruSequence, gruSequenceGradient, lstmSequence, lstmSequenceGradient, recurrentScratch } from './recurrent/recurrent';
export { cumulate } from './reductions/cumulative';
export { reduceBooleans, reduceIntegers } from './reductions/integer-reduction';
export { product } from './reductions/product';
export { argExtremum, maxColumns, minColumns, reduce, sumColumns } from './reductions/reduction';
export { copyStrided, fill, mirror, transpose } from './shape/copy';
export { range } from './shape/range';
export { countRows, fillEmptyRows, reshapeIndices } from './sparse/sparse';
