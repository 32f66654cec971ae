import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { generator } from './engines.js';

export type Dtype = 'float32' | 'int32' | 'bool';
type Inputs = Record<string, Tensor>;
export type Call = (run: Run, shape: number[]) => unknown;
export type Run = (inputs: Inputs | readonly Tensor[], attrs?: object) => unknown;

/** Numbers, of which some are none, infinite or denormal. */
export function some(shape: readonly number[], dtype: Dtype = 'float32', below = 3): Tensor {
  const draw = generator(shape.length + 1);
  const size = shape.reduce((product, extent) => product * extent, 1);
  const strange = [Number.NaN, Infinity, -Infinity, 1e-40, 3e38, -0];
  const values = Array.from({ length: size }, () => {
    if (dtype === 'bool') return Math.floor(draw() * 2);
    if (dtype === 'int32') return Math.floor(draw() * below);
    return draw() < 0.1 ? strange[Math.floor(draw() * strange.length)]! : draw() * 8 - 4;
  });
  return tensor(values, [...shape], dtype);
}

export const pick = (names: string, call: Call): Record<string, Call> =>
  Object.fromEntries(names.split(' ').map((name) => [name, call]));

export const last = (shape: readonly number[]): number => shape.at(-1)!;
export const images = ([n, c]: readonly number[], height = 5, width = 4): number[] => [n! % 3, height, width, c!];

/** How each kernel is called, given a shape of two axes; for int32 and bool, too, where it takes them. */
export const tensorCalls: Record<string, Call> = {
  ...pick(
    'Ceil Elu Erf Exp Expm1 Floor Log Log1p Reciprocal Relu Relu6 Round Rsqrt Selu Sigmoid Softplus Sqrt Tanh Sin Cos Tan Asin Acos Atan Sinh Cosh Asinh Acosh Atanh IsNan IsInf IsFinite',
    (run, shape) => run({ x: some(shape) }),
  ),
  ...pick('Abs Neg Sign Square Identity ZerosLike OnesLike', (run, shape) => [
    run({ x: some(shape) }),
    run({ x: some(shape, 'int32') }),
  ]),
  LogicalNot: (run, shape) => run({ x: some(shape, 'bool') }),
  ...pick('Step LeakyRelu', (run, shape) => run({ x: some(shape) }, { alpha: 0.3 })),
  ClipByValue: (run, shape) => run({ x: some(shape) }, { clipValueMin: -1, clipValueMax: 2 }),
  ...pick('Add Sub Multiply Maximum Minimum SquaredDifference Mod FloorDiv Pow', (run, shape) =>
    (['float32', 'int32'] as const).flatMap((dtype) => [
      run({ a: some(shape, dtype), b: some(shape, dtype) }),
      run({ a: some(shape, dtype), b: some([last(shape)], dtype) }),
      run({ a: some([1, last(shape)], dtype), b: some([shape[0]!, 1], dtype) }),
      run({ a: some([], dtype), b: some(shape, dtype) }),
    ]),
  ),
  ...pick('RealDiv Atan2', (run, shape) => run({ a: some(shape), b: some([last(shape)]) })),
  ...pick('Equal NotEqual Greater GreaterEqual Less LessEqual', (run, shape) => [
    run({ a: some(shape), b: some(shape) }),
    run({ a: some(shape), b: some([]) }),
    run({ a: some([]), b: some(shape, 'int32') }),
    run({ a: some(shape, 'int32'), b: some([last(shape)], 'int32') }),
  ]),
  ...pick('LogicalAnd LogicalOr', (run, shape) => run({ a: some(shape, 'bool'), b: some([last(shape)], 'bool') })),
  BitwiseAnd: (run, shape) => run({ a: some(shape, 'int32'), b: some(shape, 'int32') }),
  Prelu: (run, shape) => run({ x: some(shape), alpha: some([last(shape)]) }),
  ElementwiseStep: (run, shape) => {
    const program = {
      tensors: ['a', 'b'],
      scalars: ['s'],
      constants: 1,
      instructions: [
        ['add', 0, 2],
        ['whereGreater', 1, 3, 4, 0],
      ],
      outputs: [4, 5, 0],
    };
    const inputs = { s: some([]), 'a 0': some(shape), 'b 0': some(shape), 'a 1': some([3]), 'b 1': some([3]) };
    return run(inputs, { program, constants: [[0.5], [-1]] });
  },
  EluGrad: (run, shape) => run({ dy: some(shape), y: some(shape) }),
  AddN: (run, shape) => run([some(shape), some(shape), some(shape)]),
  Select: (run, shape) => run({ condition: some(shape, 'bool'), t: some(shape), e: some(shape) }),
  Cast: (run, shape) =>
    (['float32', 'int32', 'bool'] as const).flatMap((from) =>
      (['float32', 'int32', 'bool'] as const).map((dtype) => run({ x: some(shape, from) }, { dtype })),
    ),
  ...pick('Sum Mean Prod Min', (run, shape) =>
    [[0], [1], [0, 1]].map((axis) => run({ x: some(shape) }, { axis, keepDims: false })),
  ),
  Max: (run, shape) =>
    shape.includes(0)
      ? []
      : [[0], [1], [0, 1]].map((reductionIndices) => run({ x: some(shape) }, { reductionIndices, keepDims: true })),
  ...pick('All Any', (run, shape) =>
    [[0], [1], [0, 1]].map((axis) => run({ x: some(shape, 'bool') }, { axis, keepDims: false })),
  ),
  ...pick('ArgMax ArgMin', (run, shape) =>
    shape.includes(0) ? [] : [0, 1].map((axis) => run({ x: some(shape) }, { axis })),
  ),
  ...pick('Cumsum Cumprod', (run, shape) =>
    [0, 1].map((axis) => run({ x: some(shape) }, { axis, exclusive: axis === 0, reverse: axis === 1 })),
  ),
  Softmax: (run, shape) => run({ logits: some(shape) }, { dim: 1 }),
  LogSoftmax: (run, shape) => run({ logits: some(shape) }, { axis: 1 }),
  ...pick('SoftmaxCrossEntropy SoftmaxCrossEntropyGrad', (run, shape) =>
    last(shape) === 0
      ? []
      : [some(shape), some([shape[0]!], 'int32')].map((labels) =>
          run({ logits: some(shape), labels, dy: some([shape[0]!]) }),
        ),
  ),
  TopK: (run, shape) =>
    [0, Math.min(3, last(shape)), last(shape)].map((k) => run({ x: some(shape) }, { k, sorted: true })),
  Multinomial: (run, shape) =>
    last(shape) === 0 ? [] : run({ logits: some(shape) }, { numSamples: 5, seed: 1, normalized: false }),
  Bincount: (run, shape) =>
    run({ x: some([last(shape)], 'int32', 9), weights: some([last(shape)]) }, { size: shape[0] }),
  DenseBincount: (run, shape) => run({ x: some(shape, 'int32', 9), weights: some(shape) }, { size: 5 }),
  SearchSorted: (run, shape) =>
    run({ sortedSequence: some(shape, 'int32'), values: some([shape[0]!, 3], 'int32') }, { side: 'left' }),
  Transpose: (run, shape) => run({ x: some(shape) }, { perm: [1, 0] }),
  Reverse: (run, shape) => run({ x: some(shape, 'bool') }, { dims: [0, 1] }),
  Tile: (run, shape) => run({ x: some(shape) }, { reps: [2, 3] }),
  PadV2: (run, shape) =>
    run(
      { x: some(shape) },
      {
        paddings: [
          [1, 0],
          [2, 3],
        ],
        constantValue: 7,
      },
    ),
  MirrorPad: (run, shape) =>
    shape.some((extent) => extent < 2)
      ? []
      : run(
          { x: some(shape) },
          {
            paddings: [
              [1, 1],
              [1, 0],
            ],
            mode: 'reflect',
          },
        ),
  Slice: (run, [rows, columns]) =>
    run({ x: some([rows! + 2, columns! + 3]) }, { begin: [1, 2], size: [rows!, columns!] }),
  StridedSlice: (run, shape) =>
    run(
      { x: some(shape) },
      {
        ...{ begin: [0, 0], end: shape, strides: [2, 3] },
        ...{ beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 },
      },
    ),
  Concat: (run, shape) => [0, 1].map((axis) => run([some(shape), some(shape)], { axis })),
  Pack: (run, shape) => [0, 2].map((axis) => run([some(shape), some(shape)], { axis })),
  Unpack: (run, shape) => [0, 1].map((axis) => run({ value: some(shape) }, { axis })),
  SplitV: (run, [rows, columns]) => run({ x: some([rows!, columns! * 2]) }, { numOrSizeSplits: 2, axis: 1 }),
  Diag: (run, shape) => run({ x: some(shape) }),
  Fill: (run, shape) => [0, 2].map((value) => run({}, { shape, value, dtype: 'float32' })),
  Range: (run, [stop]) => run({}, { start: 0, stop, step: 1, dtype: 'int32' }),
  LinSpace: (run, [num]) => run({}, { start: 0, stop: 1, num }),
  OneHot: (run, [rows, depth]) =>
    run({ indices: some([rows!], 'int32') }, { depth, onValue: 1, offValue: 0, dtype: 'float32' }),
  GatherV2: (run, [rows, columns]) =>
    run({ x: some([3, columns!]), indices: some([rows!], 'int32') }, { axis: 0, batchDims: 0 }),
  // tfjs-core refuses to gather from nothing.
  GatherNd: (run, [rows, columns]) => run({ params: some([3, columns! + 1]), indices: some([rows!, 1], 'int32') }),
  ScatterNd: (run, [rows, columns]) =>
    run({ indices: some([rows!, 1], 'int32'), updates: some([rows!, columns!]) }, { shape: [3, columns!] }),
  TensorScatterUpdate: (run, [rows, columns]) =>
    run({ tensor: some([3, columns!]), indices: some([rows!, 1], 'int32'), updates: some([rows!, columns!]) }),
  SparseToDense: (run, [rows]) =>
    run(
      { sparseIndices: some([rows!, 1], 'int32'), sparseValues: some([rows!]), defaultValue: some([]) },
      { outputShape: [3] },
    ),
  UnsortedSegmentSum: (run, shape) =>
    run({ x: some(shape), segmentIds: some([shape[0]!], 'int32') }, { numSegments: 3 }),
  ...pick('SparseSegmentSum SparseSegmentMean', (run, [rows, columns]) =>
    rows === 0
      ? []
      : run({
          ...{ data: some([3, columns!]), indices: some([rows!], 'int32') },
          segmentIds: tensor(
            Array.from({ length: rows! }, (_, i) => i >> 1),
            [rows!],
            'int32',
          ),
        }),
  ),
  SpaceToBatchND: (run, shape) =>
    run(
      { x: some(images(shape, 4)) },
      {
        blockShape: [2, 2],
        paddings: [
          [0, 0],
          [0, 0],
        ],
      },
    ),
  BatchToSpaceND: (run, [, c]) =>
    run(
      { x: some([4, 3, 2, c!]) },
      {
        blockShape: [2, 2],
        crops: [
          [0, 1],
          [1, 0],
        ],
      },
    ),
  DepthToSpace: (run, [n, c]) => run({ x: some(images([n!, 4 * c!])) }, { blockSize: 2, dataFormat: 'NHWC' }),
  ...pick('ResizeBilinear ResizeNearestNeighbor', (run, shape) =>
    run({ images: some(images(shape)) }, { size: [7, 3], alignCorners: false, halfPixelCenters: true }),
  ),
  ...pick('ResizeBilinearGrad ResizeNearestNeighborGrad', (run, shape) =>
    run({ images: some(images(shape)), dy: some(images(shape, 7, 3)) }, { alignCorners: true }),
  ),
  CropAndResize: (run, [, c]) =>
    run(
      { image: some([2, 5, 4, c!]), boxes: some([3, 4]), boxInd: some([3], 'int32', 2) },
      { cropSize: [3, 2], method: 'bilinear', extrapolationValue: 1 },
    ),
  RotateWithOffset: (run, shape) => run({ image: some(images(shape)) }, { radians: 1, fillValue: 2, center: 0.5 }),
  Transform: (run, shape) =>
    ['constant', 'reflect', 'wrap', 'nearest'].flatMap((fillMode) =>
      ['bilinear', 'nearest'].map((interpolation) =>
        run(
          { image: some(images(shape)), transforms: some([images(shape)[0]!, 8]) },
          { interpolation, fillMode, fillValue: 1, outputShape: [3, 6] },
        ),
      ),
    ),
  FlipLeftRight: (run, shape) => run({ image: some(images(shape)) }),
  LRN: (run, shape) => run({ x: some(images(shape)) }, { depthRadius: 2, bias: 1, alpha: 1, beta: 0.5 }),
  LRNGrad: (run, shape) =>
    run(
      { x: some(images(shape)), y: some(images(shape)), dy: some(images(shape)) },
      { depthRadius: 2, bias: 1, alpha: 1, beta: 0.5 },
    ),
  ...pick('NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5', (run, [rows, columns]) =>
    run(
      { boxes: some([rows!, 4]), scores: some([rows!]) },
      { maxOutputSize: columns, iouThreshold: 0.5, scoreThreshold: -1, padToMaxOutputSize: true, softNmsSigma: 1 },
    ),
  ),
  Dilation2D: (run, shape) =>
    run({ x: some(images(shape)), filter: some([2, 3, last(shape)]) }, { strides: 2, pad: 'same', dilations: 1 }),
  ...pick('Dilation2DBackpropInput Dilation2DBackpropFilter', (run, shape) =>
    run(
      { x: some(images(shape)), filter: some([2, 3, last(shape)]), dy: some(images(shape)) },
      { strides: 1, pad: 'same', dilations: 1 },
    ),
  ),
  MaxPoolWithArgmax: (run, shape) =>
    run({ x: some(images(shape)) }, { filterSize: 2, strides: 2, pad: 'same', includeBatchInIndex: true }),
};
