import { ArgumentError, ShapeError } from '@neurite/core';
import {
  conv2dTranspose,
  engine,
  memory,
  type NamedAttrMap,
  type NamedTensorMap,
  ones,
  pad,
  type Rank,
  range,
  slice,
  split,
  type Tensor,
  tensor1d,
  tensor3d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { shapes, tensors } from '../../src/internal/signature.js';
import { useGuardedWasm } from '../support/engines.js';
import type { GuardedAllocator } from '../support/guarded-allocator.js';

let guarded: GuardedAllocator;

beforeAll(async () => {
  guarded = await useGuardedWasm();
});

const run = (name: string, inputs: Record<string, Tensor>, attrs: object = {}): unknown =>
  engine().runKernel(name, inputs as NamedTensorMap, attrs as NamedAttrMap);
const of = (...shape: number[]): { shape: number[]; dtype: 'float32'; dataId: object } => ({
  ...{ shape, dtype: 'float32', dataId: {} },
});

describe('a signature', () => {
  const norm = shapes({ x: 'n ... c', scale: '2c', 'offset?': '3', dy: '=x' });
  const call = (inputs: object): (() => void) => {
    return () => norm('Norm', inputs as never, {});
  };

  it('takes shapes whose letters agree', () => {
    expect(call({ x: of(2, 5, 4, 3), scale: of(6), dy: of(2, 5, 4, 3) })).not.toThrow();
    expect(call({ x: of(2, 3), scale: of(6), offset: of(3), dy: of(2, 3) })).not.toThrow();
  });

  it('says which shape was expected', () => {
    expect(call({ x: of(3), scale: of(6) })).toThrow('Norm: `x` must have shape [n, ..., c]; received [3].');
    expect(call({ x: of(2, 3), scale: of(5) })).toThrow('Norm: `scale` must have shape [6]; received [5].');
    expect(call({ x: of(2, 3), scale: of(6), offset: of(2) })).toThrow(
      'Norm: `offset` must have shape [3]; received [2].',
    );
    expect(call({ x: of(2, 3), scale: of(6), dy: of(3, 2) })).toThrow(
      'Norm: `dy` must have shape [2, 3], as `x`; received [3, 2].',
    );
    expect(call({ x: of(2, 3), scale: of(6), dy: of(3, 2) })).toThrow(ShapeError);
  });

  it('says which input is missing', () => {
    expect(call({ x: of(2, 3), dy: of(2, 3) })).toThrow('Norm: `scale` must be a tensor; received undefined.');
    expect(call({ scale: of(6) })).toThrow(ArgumentError);
    expect(() => tensors()('Concat', {} as never, {})).toThrow(
      'Concat: `inputs` must be tensors, at least one; received none.',
    );
  });
});

/** Calls that read or wrote elsewhere, and siblings of theirs. */
const refused: readonly (readonly [name: string, call: () => unknown, message: string])[] = [
  [
    'a slice before the start',
    () => slice(tensor1d([1, 2, 3, 4]), [-2], [2]),
    'Slice: `begin` must be a list of 1 integers of at least 0; received [-2].',
  ],
  [
    'a slice from between elements',
    () => slice(tensor1d([1, 2, 3, 4]), [0.5], [2]),
    'Slice: `begin` must be a list of 1 integers of at least 0; received [0.5].',
  ],
  [
    'a slice past the end',
    () => slice(tensor1d([1, 2, 3, 4]), [6], [-1]),
    'Slice: `size` must be a list of 1 integers of at least 0; received [-2].',
  ],
  [
    'an axis twice in a transpose',
    () => transpose(ones([3, 4]), [0, 0]),
    'Transpose: `perm` must have each axis at most once; received [0, 0].',
  ],
  [
    'an axis twice in a reverse',
    () => run('Reverse', { x: ones([3, 4]) }, { dims: [0, 0] }),
    'Reverse: `dims` must have each axis at most once; received [0, 0].',
  ],
  [
    'an axis twice in a mean',
    () => run('Mean', { x: ones([3, 4]) }, { axis: [0, -2], keepDims: false }),
    'Mean: `axis` must have each axis at most once; received [0, -2].',
  ],
  [
    'a range of booleans',
    () => range(0, 64, 1, 'bool' as never),
    "Range: `dtype` must be 'float32' or 'int32'; received 'bool'.",
  ],
  [
    'a part of negative size',
    () => split(ones([3]), [5, -2]),
    'SplitV: `numOrSizeSplits` must be a list of integers of at least -1; received [5, -2].',
  ],
  [
    'an impossible transposed convolution',
    () => conv2dTranspose(ones<Rank.R4>([1, 1, 1, 1]), ones<Rank.R4>([1, 1, 1, 1]), [1, 4, 4, 1], 1, 'same'),
    'Conv2DBackpropInput: `dy` must have shape [1, 4, 4, 1]; received [1, 1, 1, 1]. It is the shape that the convolution has for these sizes, strides and padding.',
  ],
  [
    'strides of 0',
    () => run('MaxPool', { x: ones([1, 4, 4, 1]) }, { filterSize: 2, strides: 0, pad: 'valid' }),
    'MaxPool: `strides` must be an integer from 1 to 16777216, or one for each of height and width; received 0.',
  ],
  [
    'maxima and indices of rank 3',
    () => run('MaxPoolWithArgmax', { x: ones([4, 4, 1]) }, { filterSize: 2, strides: 2, pad: 'valid' }),
    'MaxPoolWithArgmax: `x` must have shape [n, any, any, any]; received [4, 4, 1].',
  ],
  [
    'a padding that crops more than there is',
    () => pad(ones([3]), [[-2, -2]]),
    'PadV2: `paddings` must crop at most 3 of axis 0; received [[-2, -2]].',
  ],
  [
    'a resize from nothing',
    () => run('ResizeBilinear', { images: ones([1, 0, 2, 1]) }, { size: [2, 2] }),
    'ResizeBilinear: `size` must have no pixels, as `images` has none; received [2, 2].',
  ],
  [
    'too many of the largest',
    () => run('TopK', { x: ones([3]) }, { k: 4, sorted: true }),
    'TopK: `k` must be an integer from 0 to 3; received 4.',
  ],
];

describe('what a kernel does not take', () => {
  it.each(refused)('%s is refused', (_, call, message) => {
    const { numTensors } = memory();
    expect(() => tidy(call as () => Tensor)).toThrow(message);
    expect(memory().numTensors).toBe(numTensors);
    expect(guarded.check()).toEqual([]);
  });
});

describe('negative paddings', () => {
  it('crop, and write nothing elsewhere', () => {
    const x = tensor3d(
      Array.from({ length: 81 }, (_, i) => i),
      [9, 9, 1],
    );
    const cropped = pad(x, [
      [-3, -3],
      [0, 0],
      [0, 0],
    ]);
    expect(cropped.shape).toEqual([3, 9, 1]);
    expect([...cropped.dataSync()]).toEqual(Array.from({ length: 27 }, (_, i) => 27 + i));
    const moved = pad(
      x,
      [
        [-8, 1],
        [2, -8],
        [0, 0],
      ],
      7,
    );
    expect([...moved.dataSync()]).toEqual([7, 7, 72, 7, 7, 7]);
    expect([...pad(tensor1d([1, 2]), [[-3, 4]]).dataSync()]).toEqual([0, 0, 0]);
    expect(guarded.check()).toEqual([]);
  });
});
