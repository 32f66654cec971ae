/** The kernels of tfjs's cpu backend that are not here; a test compares the list. */
export const missingKernels: readonly string[] = `
  Bincount BitwiseAnd BroadcastArgs Complex ComplexAbs CropAndResize DenseBincount Diag Dilation2D
  Dilation2DBackpropFilter Dilation2DBackpropInput Draw FFT FlipLeftRight IFFT Imag LRN LRNGrad
  MaxPoolWithArgmax Multinomial NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5
  RaggedGather RaggedRange RaggedTensorToTensor Real ResizeBilinear ResizeBilinearGrad
  ResizeNearestNeighbor ResizeNearestNeighborGrad RotateWithOffset SearchSorted SparseFillEmptyRows
  SparseReshape SparseSegmentMean SparseSegmentSum SparseToDense StaticRegexReplace StringNGrams
  StringSplit StringToHashBucketFast TensorScatterUpdate Transform Unique
`
  .trim()
  .split(/\s+/);
