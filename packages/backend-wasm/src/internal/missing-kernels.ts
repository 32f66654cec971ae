/** The kernels of tfjs's cpu backend that are not here; a test compares the list. */
export const missingKernels: readonly string[] =
  'Complex ComplexAbs Draw FFT IFFT Imag NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 RaggedGather RaggedRange RaggedTensorToTensor Real SparseFillEmptyRows SparseReshape StaticRegexReplace StringNGrams StringSplit StringToHashBucketFast Unique'.split(
    ' ',
  );
