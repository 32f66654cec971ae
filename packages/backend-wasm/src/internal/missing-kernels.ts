/** The kernels of tfjs's cpu backend that are not here; a test compares the list. */
export const missingKernels: readonly string[] = `
    Complex ComplexAbs CropAndResize   Dilation2D
  Dilation2DBackpropFilter Dilation2DBackpropInput Draw FFT FlipLeftRight IFFT Imag LRN LRNGrad
  MaxPoolWithArgmax  NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5
  RaggedGather RaggedRange RaggedTensorToTensor Real ResizeBilinear ResizeBilinearGrad
  ResizeNearestNeighbor ResizeNearestNeighborGrad RotateWithOffset  SparseFillEmptyRows
  SparseReshape SparseSegmentMean SparseSegmentSum  StaticRegexReplace StringNGrams
  StringSplit StringToHashBucketFast  Transform Unique
`
  .trim()
  .split(/\s+/);
