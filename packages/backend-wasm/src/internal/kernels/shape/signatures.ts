import { assertShape, checkInteger } from '@neurite/core';
import { slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import { checkAxes, checkAxis, checkIntegers, checkPairs, unsuitable } from '../../checks.js';
import { type GivenAttributes, type Signature, shapes } from '../../signature.js';

type Input = { readonly x: TensorInfo };

/** Negative paddings crop. */
export const PAD: Signature = shapes<Input>({ x: '...' }, (where, { paddings }, { x }) => {
  checkPairs(where, 'paddings', paddings, x.shape.length);
  x.shape.forEach((extent, axis) => {
    const [before, after] = paddings[axis]!;
    if (before + extent + after < 0)
      throw unsuitable(where, 'paddings', `crop at most ${extent} of axis ${axis}`, paddings);
  });
});

export const MIRROR_PAD: Signature = shapes<Input>({ x: '...' }, (where, { paddings, mode }, { x }) => {
  checkPairs(where, 'paddings', paddings, x.shape.length, { min: 0 });
  x.shape.forEach((extent, axis) => {
    const most = mode === 'reflect' ? Math.max(0, extent - 1) : extent;
    if (Math.max(...paddings[axis]!) > most) {
      throw unsuitable(where, 'paddings', `be at most ${most} along axis ${axis}`, paddings);
    }
  });
});

export const REVERSE: Signature = shapes<Input>({ x: '...' }, (where, { dims }, { x }) =>
  checkAxes(where, 'dims', dims, x.shape.length),
);

export const SLICE: Signature = shapes<Input>({ x: '...' }, (where, attrs, { x }) => {
  const [begin, size] = slice_util.parseSliceParams(x as never, attrs.begin as number[], attrs.size as number[]); // it reads the shape only
  const rank = x.shape.length;
  checkIntegers(where, 'begin', begin, rank, { min: 0 });
  checkIntegers(where, 'size', size, rank, { min: 0 });
  x.shape.forEach((extent, axis) => {
    if (begin[axis]! + size[axis]! <= extent) return;
    throw unsuitable(where, 'size', `end within the ${extent} of axis ${axis} from \`begin\` ${begin[axis]}`, size);
  });
});

export const STRIDED_SLICE: Signature = shapes<Input>({ x: '...' }, (where, { begin, end, strides }) => {
  checkIntegers(where, 'begin', begin, undefined);
  checkIntegers(where, 'end', end, begin.length);
  checkIntegers(where, 'strides', strides, begin.length);
  if (strides.includes(0)) throw unsuitable(where, 'strides', 'not be 0', strides);
});

export const SPLIT: Signature = shapes<Input>({ x: '...' }, (where, { axis, numOrSizeSplits }, { x }) => {
  checkAxis(where, 'axis', axis, x.shape.length);
  if (Array.isArray(numOrSizeSplits)) checkIntegers(where, 'numOrSizeSplits', numOrSizeSplits, undefined, { min: -1 });
  else checkInteger(where, 'numOrSizeSplits', numOrSizeSplits, { min: 1 });
});

export const TILE: Signature = shapes<Input>({ x: '...' }, (where, { reps }, { x }) =>
  checkIntegers(where, 'reps', reps, x.shape.length, { min: 0 }),
);

export const TRANSPOSE: Signature = shapes<Input>({ x: '...' }, (where, { perm }, { x }) => {
  checkIntegers(where, 'perm', perm, x.shape.length, { min: 0 });
  checkAxes(where, 'perm', perm, x.shape.length);
});

export const SPACE_TO_BATCH: Signature = shapes<Input>({ x: '_ ...' }, (where, { blockShape, paddings }, { x }) => {
  checkBlocks(where, blockShape, x);
  checkPairs(where, 'paddings', paddings, blockShape.length, { min: 0 });
  blockShape.forEach((block, i) => {
    const extent = x.shape[i + 1]! + paddings[i]![0] + paddings[i]![1];
    if (extent % block !== 0)
      throw unsuitable(where, 'blockShape', `divide the ${extent} of axis ${i + 1}`, blockShape);
  });
});

export const BATCH_TO_SPACE: Signature = shapes<Input>({ x: '_ ...' }, (where, { blockShape, crops }, { x }) => {
  checkBlocks(where, blockShape, x);
  const count = util.sizeFromShape([...blockShape]);
  const [batch] = x.shape as [number];
  if (batch % count !== 0) throw unsuitable(where, 'blockShape', `have a product that divides ${batch}`, blockShape);
  checkPairs(where, 'crops', crops, blockShape.length, { min: 0 });
  blockShape.forEach((block, i) => {
    const extent = x.shape[i + 1]! * block;
    if (crops[i]![0] + crops[i]![1] > extent) {
      throw unsuitable(where, 'crops', `crop at most ${extent} of axis ${i + 1}`, crops);
    }
  });
});

function checkBlocks(
  where: string,
  blockShape: unknown,
  { shape }: TensorInfo,
): asserts blockShape is readonly number[] {
  checkIntegers(where, 'blockShape', blockShape, undefined, { min: 1 });
  if (blockShape.length >= shape.length) {
    throw unsuitable(where, 'blockShape', `be for at most ${shape.length - 1} axes`, blockShape);
  }
}

export const DEPTH_TO_SPACE: Signature = shapes<Input>({ x: '_ _ _ _' }, (where, { blockSize, dataFormat }, { x }) => {
  checkInteger(where, 'blockSize', blockSize, { min: 1 });
  const depth = x.shape[dataFormat === 'NHWC' ? 3 : 1]!;
  if (depth % (blockSize * blockSize) !== 0) {
    throw unsuitable(where, 'blockSize', `have a square that divides ${depth}`, blockSize);
  }
});

/** Of tensors that differ along one axis at most. */
export function checkConcat(where: string, { axis: along }: GivenAttributes, parts: readonly TensorInfo[]): void {
  const [first] = parts as [TensorInfo]; // there is one
  checkAxis(where, 'axis', along, first.shape.length);
  const [axis] = util.parseAxisParam(along, first.shape) as [number];
  parts.forEach((part, i) => {
    const expected = first.shape.map((extent, other) => (other === axis ? -1 : extent));
    assertShape(where, `tensors[${i}]`, part.shape, expected);
  });
}
