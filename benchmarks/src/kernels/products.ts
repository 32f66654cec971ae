import { type Draw, floats, type KernelCase, twoSizes } from './kernel-case.js';

/** [batch, height, width, in, out] of a 3×3 convolution with padding `same`. */
const IMAGES = [
  [1, 8, 8, 4, 4],
  [16, 28, 28, 32, 32],
] as const;
const VOLUMES = [
  [1, 4, 4, 4, 2, 2],
  [2, 12, 12, 12, 8, 8],
] as const;

const image = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [1, 1] };
const volume = { strides: [1, 1, 1], pad: 'same', dataFormat: 'NDHWC', dilations: [1, 1, 1] };

const transposes: Readonly<Record<string, readonly [boolean, boolean]>> = {
  BatchMatMul: [false, false],
  'BatchMatMul Aᵀ': [true, false],
  'BatchMatMul Bᵀ': [false, true],
  'BatchMatMul Aᵀ Bᵀ': [true, true],
};

export const products: readonly KernelCase[] = [
  ...Object.entries(transposes).flatMap(([row, [transposeA, transposeB]]) => [
    ...twoSizes(
      'BatchMatMul',
      [16, 256],
      (n) => ({ inputs: { a: floats([1, n, n]), b: floats([1, n, n]) }, attrs: { transposeA, transposeB } }),
      row,
    ),
  ]),
  ...twoSizes(
    'BatchMatMul',
    [
      [8, 16],
      [64, 64],
    ] as const,
    ([batch, n]) => ({
      inputs: { a: floats([batch, n, n]), b: floats([batch, n, n]) },
      attrs: { transposeA: false, transposeB: false },
    }),
    'BatchMatMul of many',
  ),
  ...twoSizes('_FusedMatMul', [16, 256], (n) => ({
    inputs: { a: floats([1, n, n]), b: floats([1, n, n]), bias: floats([n]) },
    attrs: { transposeA: false, transposeB: false, activation: 'relu' },
  })),
  ...twoSizes('Conv2D', IMAGES, ([n, h, w, i, o]) => ({
    inputs: { x: floats([n, h, w, i]), filter: floats([3, 3, i, o]) },
    attrs: image,
  })),
  ...twoSizes('FusedConv2D', IMAGES, ([n, h, w, i, o]) => ({
    inputs: { x: floats([n, h, w, i]), filter: floats([3, 3, i, o]), bias: floats([o]) },
    attrs: { ...image, activation: 'relu' },
  })),
  ...twoSizes('Conv2DBackpropInput', IMAGES, ([n, h, w, i, o]) => ({
    inputs: { dy: floats([n, h, w, o]), filter: floats([3, 3, i, o]) },
    attrs: { ...image, inputShape: [n, h, w, i] },
  })),
  ...twoSizes('DepthwiseConv2dNative', IMAGES, ([n, h, w, i]) => ({
    inputs: { x: floats([n, h, w, i]), filter: floats([3, 3, i, 1]) },
    attrs: image,
  })),
  ...twoSizes('FusedDepthwiseConv2D', IMAGES, ([n, h, w, i]) => ({
    inputs: { x: floats([n, h, w, i]), filter: floats([3, 3, i, 1]), bias: floats([i]) },
    attrs: { ...image, activation: 'relu' },
  })),
  ...twoSizes('Dilation2D', IMAGES, ([n, h, w, i]) => ({
    inputs: { x: floats([n, h, w, i], 1, 2), filter: floats([3, 3, i], 0, 1) },
    attrs: image,
  })),
  ...['Dilation2DBackpropInput', 'Dilation2DBackpropFilter'].flatMap((kernel) =>
    twoSizes(kernel, IMAGES, ([n, h, w, i]) => ({
      inputs: { x: floats([n, h, w, i], 1, 2), filter: floats([3, 3, i], 0, 1), dy: floats([n, h, w, i]) },
      attrs: image,
    })),
  ),
  ...twoSizes('Conv3D', VOLUMES, ([n, d, h, w, i, o]) => ({
    inputs: { x: floats([n, d, h, w, i]), filter: floats([3, 3, 3, i, o]) },
    attrs: volume,
  })),
  ...twoSizes('Conv3DBackpropFilterV2', VOLUMES, ([n, d, h, w, i, o]) => ({
    inputs: { x: floats([n, d, h, w, i]), dy: floats([n, d, h, w, o]) },
    attrs: { ...volume, filterShape: [3, 3, 3, i, o] },
  })),
  ...twoSizes('Conv3DBackpropInputV2', VOLUMES, ([n, d, h, w, i, o]) => ({
    inputs: { dy: floats([n, d, h, w, o]), filter: floats([3, 3, 3, i, o]) },
    attrs: { ...volume, inputShape: [n, d, h, w, i] },
  })),
  ...pools(),
];

function pools(): KernelCase[] {
  const flat = { filterSize: [2, 2], strides: [2, 2], pad: 'valid' };
  const deep = { filterSize: [2, 2, 2], strides: [2, 2, 2], pad: 'valid', dataFormat: 'NDHWC' };
  // Above 0, because tfjs's pool gradients are wrong for windows that are not.
  const x = ([n, h, w, c]: readonly number[]): Draw => floats([n!, h!, w!, c!], 0.1, 1);
  const half = ([n, h, w, c]: readonly number[]): Draw => floats([n!, h! / 2, w! / 2, c!]);
  const cube = ([n, d, h, w, c]: readonly number[]): Draw => floats([n!, d!, h!, w!, c!], 0.1, 1);
  const halfCube = ([n, d, h, w, c]: readonly number[]): Draw => floats([n!, d! / 2, h! / 2, w! / 2, c!]);
  return [
    ...['AvgPool', 'MaxPool'].flatMap((kernel) =>
      twoSizes(kernel, IMAGES, (size) => ({ inputs: { x: x(size) }, attrs: flat })),
    ),
    ...twoSizes('MaxPoolWithArgmax', IMAGES, (size) => ({
      inputs: { x: x(size) },
      attrs: { ...flat, includeBatchInIndex: false },
    })),
    ...twoSizes('AvgPoolGrad', IMAGES, (size) => ({ inputs: { dy: half(size), input: x(size) }, attrs: flat })),
    ...twoSizes('MaxPoolGrad', IMAGES, (size) => ({
      inputs: { dy: half(size), input: x(size), output: { kernel: 'MaxPool', inputs: { x: x(size) }, attrs: flat } },
      attrs: flat,
    })),
    ...['AvgPool3D', 'MaxPool3D'].flatMap((kernel) =>
      twoSizes(kernel, VOLUMES, (size) => ({ inputs: { x: cube(size) }, attrs: deep })),
    ),
    ...twoSizes('AvgPool3DGrad', VOLUMES, (size) => ({
      inputs: { dy: halfCube(size), input: cube(size) },
      attrs: deep,
    })),
    ...twoSizes('MaxPool3DGrad', VOLUMES, (size) => ({
      inputs: {
        dy: halfCube(size),
        input: cube(size),
        output: { kernel: 'MaxPool3D', inputs: { x: cube(size) }, attrs: deep },
      },
      attrs: deep,
    })),
  ];
}
