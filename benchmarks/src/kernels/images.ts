import { type Draw, floats, type Given, type KernelCase, twoSizes } from './kernel-case.js';

const IMAGES = [
  [1, 8, 8, 4],
  [16, 32, 32, 32],
] as const;

const twice = ([n, h, w, c]: readonly number[]): Draw => floats([n!, 2 * h!, 2 * w!, c!]);
const suppress = { maxOutputSize: 20, iouThreshold: 0.5, scoreThreshold: 0 };

export const images: readonly KernelCase[] = [
  ...twoSizes('FusedBatchNorm', IMAGES, (shape) => {
    const c = shape[3];
    return {
      inputs: {
        x: floats(shape),
        mean: floats([c]),
        variance: floats([c], 0.5, 1),
        offset: floats([c]),
        scale: floats([c]),
      },
      attrs: { varianceEpsilon: 1e-3 },
    };
  }),
  ...twoSizes('LRN', IMAGES, (shape) => ({
    inputs: { x: floats(shape) },
    attrs: { depthRadius: 2, bias: 1, alpha: 1, beta: 0.5 },
  })),
  ...twoSizes('LRNGrad', IMAGES, (shape) => ({
    inputs: { x: floats(shape), y: floats(shape), dy: floats(shape) },
    attrs: { depthRadius: 2, bias: 1, alpha: 1, beta: 0.5 },
  })),
  ...['ResizeBilinear', 'ResizeNearestNeighbor'].flatMap((kernel) => [
    ...twoSizes(kernel, IMAGES, (shape) => ({
      inputs: { images: floats(shape) },
      attrs: { alignCorners: false, halfPixelCenters: false, size: [2 * shape[1], 2 * shape[2]] },
    })),
    ...twoSizes(`${kernel}Grad`, IMAGES, (shape) => ({
      inputs: { images: floats(shape), dy: twice(shape) },
      attrs: { alignCorners: false },
    })),
  ]),
  ...twoSizes('CropAndResize', IMAGES, (shape) => ({
    inputs: {
      image: floats(shape),
      boxes: boxes(16),
      boxInd: { values: Array(16).fill(0), shape: [16], dtype: 'int32' },
    },
    attrs: { cropSize: [shape[1], shape[2]], method: 'bilinear', extrapolationValue: 0 },
  })),
  ...twoSizes('FlipLeftRight', IMAGES, (shape) => ({ inputs: { image: floats(shape) } })),
  ...twoSizes('RotateWithOffset', IMAGES, (shape) => ({
    inputs: { image: floats(shape) },
    attrs: { radians: 0.3, fillValue: 0, center: 0.5 },
  })),
  ...twoSizes('Transform', IMAGES, (shape) => ({
    inputs: { image: floats(shape), transforms: { values: [0.9, 0.1, 0, -0.1, 0.9, 0, 0, 0], shape: [1, 8] } },
    attrs: { interpolation: 'bilinear', fillMode: 'constant', fillValue: 0, outputShape: [shape[1], shape[2]] },
  })),
  ...Object.entries({
    NonMaxSuppressionV3: suppress,
    NonMaxSuppressionV4: { ...suppress, padToMaxOutputSize: true },
    NonMaxSuppressionV5: { ...suppress, softNmsSigma: 0.5 },
  }).flatMap(([kernel, attrs]) =>
    twoSizes(kernel, [32, 1024], (n) => ({ inputs: { boxes: boxes(n), scores: floats([n], 0, 1) }, attrs })),
  ),
];

/** Boxes of half the image, each a bit further. */
function boxes(n: number): Given {
  const values = Array.from({ length: n }, (_, i) => i / (2 * n)).flatMap((at) => [at, at, at + 0.5, at + 0.5]);
  return { values, shape: [n, 4] };
}
