// What the engine can do, by the names under which TypeScript calls it (src/internal/kernel-exports.ts). Pointers are
// byte addresses in the imported memory. A kernel writes nothing but its output and its scratch; it may read up to
// 28 bytes past the end of an input.
export { matrixProduct, matrixProductScratch } from './matrix-product';
export { describe } from './window';
export { areFinite, convolutionScratch, convolve } from './convolution';
export { addFilterGradient, addStrided, inputGradient, inputGradientUnit } from './convolution-gradient';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
export { unary } from './unary';
export { binary } from './binary';
export { compare, convert, logical, select } from './comparison';
export { largestOfColumns, placeOfExtreme, reduce, smallestOfColumns, sumColumns } from './reduction';
export { logSoftmax, softmax, softmaxCrossEntropy, softmaxCrossEntropyGradient } from './softmax';
export { adamUpdate, batchNormalization, reluGradient, sgdUpdate } from './optimizer';
export { dropout } from './dropout';
export { copyStrided, fill, gather, indicesWithin, mirror, oneHot, transpose } from './layout';
export { rowNorm, rowNormGradient } from './row-norm';
export { channelNorm, channelNormGradient } from './channel-norm';
export { gruSequence, gruSequenceGradient, lstmSequence, lstmSequenceGradient, recurrentScratch } from './recurrent';
export { attention, attentionGradient, attentionScratch } from './attention';
export { biasActivation, biasActivationGradient } from './bias-activation';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { productOf, reduceBytes, reduceIntegers, sumBySegment } from './integer';
export { countBins, flattenIndices, largestOfRows, scatter, searchSorted, sumSegments } from './places';
export { countRows, fillEmptyRows, reshapeIndices } from './sparse';
export { suppress } from './suppression';
export { arithmetic, cumulate } from './scan';
export { convolveTiles, gradientOfTiles, winogradScratch, winogradWeights } from './winograd';
export { crop, resize, resizeGradient, rotate, transform } from './image';
export { localResponse, localResponseGradient } from './local-response';
export { dilate } from './morphology';
