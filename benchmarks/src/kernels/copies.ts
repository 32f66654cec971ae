import { floats, type Given, ints, type KernelCase, twoSizes } from './kernel-case.js';

const SQUARES = [32, 1024] as const;
const IMAGES = [
  [1, 8, 8, 4],
  [16, 32, 32, 32],
] as const;

const index = (values: readonly number[], shape: readonly number[] = [values.length]): Given => ({
  values,
  shape,
  dtype: 'int32',
});

/** n different rows of a matrix, out of order. */
const rows = (n: number): number[] => Array.from({ length: n }, (_, i) => (i * 7 + 3) % n);

export const copies: readonly KernelCase[] = [
  ...square('Reshape', (n) => ({ shape: [n * n] })),
  ...twoSizes('ExpandDims', SQUARES, (n) => ({ inputs: { input: floats([n, n]) }, attrs: { dim: 0 } })),
  ...square('Transpose', () => ({ perm: [1, 0] })),
  ...twoSizes(
    'Transpose',
    IMAGES,
    (shape) => ({ inputs: { x: floats(shape) }, attrs: { perm: [0, 3, 1, 2] } }),
    'Transpose of rank 4',
  ),
  ...square('Slice', (n) => ({ begin: [1, 1], size: [n / 2, n / 2] })),
  ...square('StridedSlice', (n) => ({
    begin: [0, 0],
    end: [n, n],
    strides: [2, 2],
    beginMask: 0,
    endMask: 0,
    ellipsisMask: 0,
    newAxisMask: 0,
    shrinkAxisMask: 0,
  })),
  ...['Concat', 'Pack'].flatMap((kernel) =>
    twoSizes(kernel, SQUARES, (n) => ({ inputs: { 0: floats([n, n]), 1: floats([n, n]) }, attrs: { axis: 1 } })),
  ),
  ...twoSizes('Unpack', [[4, 256] as const, [16, 65536] as const], (shape) => ({
    inputs: { value: floats(shape) },
    attrs: { axis: 0 },
  })),
  ...square('SplitV', () => ({ numOrSizeSplits: 2, axis: 1 })),
  ...square('Tile', () => ({ reps: [2, 2] })),
  ...twoSizes('PadV2', IMAGES, (shape) => ({
    inputs: { x: floats(shape) },
    attrs: {
      paddings: [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
      constantValue: 0,
    },
  })),
  ...twoSizes('MirrorPad', IMAGES, (shape) => ({
    inputs: { x: floats(shape) },
    attrs: {
      paddings: [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ],
      mode: 'reflect',
    },
  })),
  ...square('Reverse', () => ({ dims: [1] })),
  ...twoSizes('GatherV2', SQUARES, (n) => ({
    inputs: { x: floats([n, n]), indices: ints([n], n) },
    attrs: { axis: 0, batchDims: 0 },
  })),
  ...twoSizes('GatherNd', SQUARES, (n) => ({ inputs: { params: floats([n, n]), indices: ints([n, 1], n) } })),
  ...twoSizes('ScatterNd', SQUARES, (n) => ({
    inputs: { indices: index(rows(n), [n, 1]), updates: floats([n, n]) },
    attrs: { shape: [n, n] },
  })),
  ...twoSizes('TensorScatterUpdate', SQUARES, (n) => ({
    inputs: { tensor: floats([n, n]), indices: index(rows(n), [n, 1]), updates: floats([n, n]) },
  })),
  ...twoSizes('OneHot', SQUARES, (n) => ({
    inputs: { indices: ints([n], n) },
    // As float32 tfjs wasm gives integers' bits.
    attrs: { depth: n, onValue: 1, offValue: 0, dtype: 'int32' },
  })),
  ...twoSizes('SpaceToBatchND', IMAGES, (shape) => ({
    inputs: { x: floats(shape) },
    attrs: {
      blockShape: [2, 2],
      paddings: [
        [0, 0],
        [0, 0],
      ],
    },
  })),
  ...twoSizes('BatchToSpaceND', [[4, 8, 8, 4] as const, [16, 32, 32, 32] as const], (shape) => ({
    inputs: { x: floats(shape) },
    attrs: {
      blockShape: [2, 2],
      crops: [
        [0, 0],
        [0, 0],
      ],
    },
  })),
  ...twoSizes('DepthToSpace', IMAGES, (shape) => ({
    inputs: { x: floats(shape) },
    attrs: { blockSize: 2, dataFormat: 'NHWC' },
  })),
  ...twoSizes('BroadcastArgs', [2, 4], (rank) => ({
    inputs: { s0: index(Array(rank).fill(1)), s1: index(Array(rank).fill(3)) },
  })),
  ...twoSizes('Diag', [32, 1024], (n) => ({ inputs: { x: floats([n]) } })),
  ...twoSizes('Fill', SQUARES, (n) => ({ inputs: {}, attrs: { shape: [n, n], value: 2, dtype: 'float32' } })),
  ...twoSizes('Range', [1024, 1 << 20], (stop) => ({
    inputs: {},
    attrs: { start: 0, stop, step: 1, dtype: 'float32' },
  })),
  ...twoSizes('LinSpace', [1024, 1 << 20], (num) => ({ inputs: {}, attrs: { start: 0, stop: num, num } })),
  ...sparse(),
];

function square(kernel: string, attrs: (n: number) => Readonly<Record<string, unknown>>): KernelCase[] {
  return twoSizes(kernel, SQUARES, (n) => ({ inputs: { x: floats([n, n]) }, attrs: attrs(n) }));
}

function sparse(): KernelCase[] {
  const diagonal = (n: number): Given =>
    index(
      Array.from({ length: 2 * n }, (_, i) => i >> 1),
      [n, 2],
    );
  return [
    ...twoSizes('SparseToDense', SQUARES, (n) => ({
      inputs: { sparseIndices: diagonal(n), sparseValues: floats([n]), defaultValue: { values: [0], shape: [] } },
      attrs: { outputShape: [n, n] },
    })),
    ...twoSizes('SparseReshape', SQUARES, (n) => ({
      inputs: { inputIndices: diagonal(n), inputShape: index([n, n]), newShape: index([n * n]) },
    })),
    ...twoSizes('SparseFillEmptyRows', SQUARES, (n) => ({
      inputs: {
        indices: diagonal(n),
        values: floats([n]),
        denseShape: index([n + 4, n]),
        defaultValue: { values: [0], shape: [] },
      },
    })),
    ...['SparseSegmentSum', 'SparseSegmentMean'].flatMap((kernel) =>
      twoSizes(kernel, SQUARES, (n) => ({
        inputs: {
          data: floats([n, n]),
          indices: index(rows(n)),
          segmentIds: index(Array.from({ length: n }, (_, i) => i >> 2)),
        },
      })),
    ),
  ];
}
