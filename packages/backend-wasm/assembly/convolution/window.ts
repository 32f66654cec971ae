// The geometry of the convolution or pooling that runs next. Images are volumes of depth 1.

// Sizes in elements, set by `describeWindow`.
export let inDepth: i32 = 0, inHeight: i32 = 0, inWidth: i32 = 0, channels: i32 = 0;
/** Channels and filters are in so many groups; those of one group have no weights for the others. */
export let groups: i32 = 1;
export let kernelDepth: i32 = 0, kernelHeight: i32 = 0, kernelWidth: i32 = 0, filters: i32 = 0;
export let strideDepth: i32 = 1, strideHeight: i32 = 1, strideWidth: i32 = 1, dilationHeight: i32 = 1, dilationWidth: i32 = 1;
export let outDepth: i32 = 0, outHeight: i32 = 0, outWidth: i32 = 0, front: i32 = 0, top: i32 = 0, left: i32 = 0;
/** The size of an image with the padding that every window lies in. */
export let paddedHeight: i32 = 0, paddedWidth: i32 = 0;

/** Sets the geometry for the kernels that this thread runs next. */
export function describeWindow(
  imageDepth: i32, imageHeight: i32, imageWidth: i32, imageChannels: i32, windowDepth: i32, windowHeight: i32, windowWidth: i32, filterCount: i32,
  planeStride: i32, rowStride: i32, columnStride: i32, rowDilation: i32, columnDilation: i32,
  resultDepth: i32, resultHeight: i32, resultWidth: i32, padFront: i32, padTop: i32, padLeft: i32, groupCount: i32,
): void {
  inDepth = imageDepth; inHeight = imageHeight; inWidth = imageWidth; channels = imageChannels;
  kernelDepth = windowDepth; kernelHeight = windowHeight; kernelWidth = windowWidth; filters = filterCount;
  strideDepth = planeStride; strideHeight = rowStride; strideWidth = columnStride; dilationHeight = rowDilation; dilationWidth = columnDilation;
  groups = groupCount;
  outDepth = resultDepth; outHeight = resultHeight; outWidth = resultWidth; front = padFront; top = padTop; left = padLeft;
  // To the end of the last patch: tfjs derives the output size of a numeric padding from the kernel's height alone.
  paddedHeight = max(top + inHeight, (outHeight - 1) * strideHeight + (kernelHeight - 1) * dilationHeight + 1);
  paddedWidth = max(left + inWidth, (outWidth - 1) * strideWidth + (kernelWidth - 1) * dilationWidth + 1);
}
