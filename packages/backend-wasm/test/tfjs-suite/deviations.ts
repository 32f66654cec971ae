/** The specs of tfjs-core's own tests that fail here, each with the reason why our answer is the one that is meant. */
export const deviations: readonly { readonly reason: string; readonly specs: readonly string[] }[] = [
  {
    reason: 'integers and booleans have no gradient: it is 0, also through a sum, a logical and a division of integers',
    specs: [
      'gradients does not error if irrelevant (pruned) ops are missing grads',
      'gradients errors if relevant ops are missing grads',
      'div gradient: Tensor1D with int32',
      'div gradient: 1d<int32> with 1d<bool> ',
    ],
  },
  {
    reason: 'equal maxima and minima share the gradient, as in PyTorch and JAX, so that it sums to that of the output',
    specs: [
      'max max gradient: 1D, ties',
      'max max gradient: ties, 2D, axes=-1, keepDims=false',
      'max max gradient: ties, 3D, axes=[1, 2], keepDims=false',
      'max max gradient: ties, 4D, axes=[1, 2, 3], keepDims=false',
      'max max gradient: ties, 4D, axes=[2, 3], keepDims=true',
      'min min gradient: 1D, ties',
      'min min gradient: ties, 2D, axes=-1, keepDims=false',
      'min min gradient: ties, 3D, axes=[1, 2], keepDims=false',
      'min min gradient: ties, 4D, axes=[1, 2, 3], keepDims=false',
      'min min gradient: ties, 4D, axes=[2, 3], keepDims=true',
    ],
  },
  {
    reason:
      'the gradient of an average divides by the elements in bounds, as the average does; theirs by the whole window',
    specs: ['avgPool gradient x=[3,3,1] f=[3,3] s=1 p=explicit'],
  },
  {
    reason: 'the gradient of a mirrored padding adds up what an element was mirrored to; theirs slices the mirrors off',
    specs: ['mirrorPad grad', 'mirrorPad gradient with clones'],
  },
  {
    reason: 'a dilated depthwise convolution has a gradient here',
    specs: ['depthwiseConv2d gradients throws error on dilations > 1'],
  },
  {
    reason: 'NaN stays NaN, as in PyTorch: the maximum of a window that holds one, its index, and its sign',
    specs: [
      'argmax ignores NaNs',
      'argmin ignores NaNs',
      'argmin 3D, ignores NaNs',
      'maxPool3d x=[1,3,3,3,1] f=[2,2,2] s=1 p=valid, ignores NaNs',
      'maxPool [x=[3,3,1] f=[2,2] s=1 ignores NaNs',
      'maxPoolWithArgmax [x=[1,3,3,1] f=[2,2] s=1 ignores NaNs',
      'sign basic',
      'sign does not propagate NaNs',
      'sign accepts a tensor-like object',
    ],
  },
  {
    reason: 'a window of one element with padding takes what lies below it; theirs returns the input unpadded',
    specs: [
      'pool max x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding',
      'pool avg x=[2,2,3] f=[1,1] s=2 p=1 fractional outputs default rounding',
    ],
  },
  {
    reason: 'tangents are within 1 unit in the last place; the spec asks for 1e-3 of 30144, less than half of one',
    specs: ['tan numbers exceed float32 precision'],
  },
  {
    reason: 'sizes that the transposed convolution cannot have are an error; theirs computes what they have in common',
    specs: ['conv2dTranspose input=8x8x8,output=4x4x8,f=8,s=1,inDepth=8,p=same vec4'],
  },
  {
    reason: 'the error is a sentence that names the kernel; theirs says the same without the name',
    specs: [
      'einsum nonexistent dimension throws error',
      'gather throws when batch dims greater than indices rank',
      'sparseFillEmptyRows throw error if negative row',
      'sparseFillEmptyRows throw error if row exceeds number of dense rows',
      'sparseReshape throw error if negative output dim',
      'sparseSegmentMean throw error if segment ids are not increasing',
      'sparseSegmentMean throw error if segment id is out of range',
      'sparseSegmentMean throw error if segment id is out of range and negative',
      'sparseSegmentMean throw error if segment id is negative',
      'sparseSegmentMean throw error if segment id is negative and there is a hole',
      'sparseSegmentSum segments invalid 2',
      'sparseSegmentSum segments invalid 3',
      'sparseSegmentSum segments invalid 4',
      'sparseSegmentSum segments invalid 6',
      'sparseSegmentSum segments invalid 7',
    ],
  },
];
