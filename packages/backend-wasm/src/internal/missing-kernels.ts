/** The kernels of tfjs's cpu backend that this package does not have; a test compares the list. */
export const missingKernels: readonly string[] = [
  'Complex',
  'ComplexAbs',
  'Draw',
  'FFT',
  'IFFT',
  'Imag',
  'RaggedGather',
  'RaggedRange',
  'RaggedTensorToTensor',
  'Real',
  'StaticRegexReplace',
  'StringNGrams',
  'StringSplit',
  'StringToHashBucketFast',
  'Unique',
];
