// What the engine can do, by the names under which TypeScript calls it (src/internal/kernel-exports.ts). Pointers are
// byte addresses in the imported memory. A kernel writes nothing but its output and its scratch; it may read up to
// 28 bytes past the end of an input.
export { matrixProduct, matrixProductScratch } from './products/matrix-product';
export { describe } from './convolution/window';
export { areFinite, convolutionScratch, convolve } from './convolution/convolution';
export { addFilterGradient, addStrided, inputGradient, inputGradientUnit } from './convolution/convolution-gradient';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling/pooling';
export { unary } from './elementwise/unary';
export { binary } from './elementwise/binary';
export { compare, convert, logical, select } from './elementwise/comparison';
export { largestOfColumns, placeOfExtreme, reduce, smallestOfColumns, sumColumns } from './reductions/reduction';
export { logSoftmax, softmax, softmaxCrossEntropy, softmaxCrossEntropyGradient } from './normalization/softmax';
export { adamUpdate, batchNormalization, reluGradient, sgdUpdate } from './optimizers/optimizer';
export { dropout } from './random/dropout';
export { copyStrided, fill, gather, indicesWithin, mirror, oneHot, transpose } from './shape/copy';
export { rowNorm, rowNormGradient } from './normalization/row-norm';
export { channelNorm, channelNormGradient } from './normalization/channel-norm';
export { gruSequence, gruSequenceGradient, lstmSequence, lstmSequenceGradient, recurrentScratch } from './recurrent/recurrent';
export { attention, attentionGradient, attentionScratch } from './attention/attention';
export { biasActivation, biasActivationGradient } from './products/bias-activation';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './convolution/depthwise';
export { productOf, reduceBytes, reduceIntegers, sumBySegment } from './reductions/integer-reduction';
export { countBins, flattenIndices, largestOfRows, scatter, searchSorted, sumSegments } from './indexing/gather-scatter';
export { countRows, fillEmptyRows, reshapeIndices } from './sparse/sparse';
export { suppress } from './images/suppression';
export { arithmetic, cumulate } from './reductions/cumulative';
export { convolveTiles, gradientOfTiles, winogradScratch, winogradWeights } from './convolution/winograd';
export { crop, resize, resizeGradient, rotate, transform } from './images/image';
export { localResponse, localResponseGradient } from './normalization/local-response';
export { dilate } from './pooling/morphology';
