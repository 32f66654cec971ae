import { expectError } from '@neurite/testing';
import { tensor2d } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  ArgumentError,
  checkValue,
  DtypeError,
  formatSpec,
  hostArray,
  ShapeError,
  spec,
  tensorInput,
  tokens,
  toSpec,
} from '../src/index.js';

describe('specs', () => {
  it.each<[string, unknown, string]>([
    ['a number', 5, '5'],
    ['a dtype', 'int32', "'int32'"],
    ['a shape with a dtype', [5, 'int32'], "[5, 'int32']"],
    ['the fields of a tensor', { shape: [5], dtype: 'int32' }, 'an object with shape, dtype'],
  ])('says what to write instead of %s', async (_, input, received) => {
    await expectError(
      () => toSpec(input as never),
      ArgumentError,
      'spec: `input` must be a shape without the batch axis, a spec, or a list or record of these; ' +
        `received ${received}. Write [28, 28, 1], and for int32 ids tokens([null]), or spec([3], 'int32').`,
    );
  });

  it('are made from shapes, lists and records', () => {
    expect(toSpec([28, 28, 1])).toEqual(spec([28, 28, 1]));
    expect(toSpec([])).toEqual(spec([]));
    expect(toSpec([[3], tokens([null])])).toEqual([spec([3]), tokens([null])]);
    expect(toSpec({ image: [8, 8, 1], words: tokens([4]) })).toEqual({ image: spec([8, 8, 1]), words: tokens([4]) });
    expect(toSpec({ shape: [1], dtype: [2] })).toEqual({ shape: spec([1]), dtype: spec([2]) });
  });

  it('are written as text', () => {
    expect(formatSpec(toSpec([28, null, 1]))).toBe('[28, null, 1]');
    expect(formatSpec(tokens([]))).toBe('int32 []');
    expect(formatSpec(toSpec({ a: [1], b: [[2], tokens([3])] }))).toBe('{ a: [1], b: ([2], int32 [3]) }');
    expect(formatSpec({})).toBe('{}');
  });

  it.each([
    [() => spec([1.5]), 'received [1.5].'],
    [() => spec([-1]), 'received [-1].'],
    [() => spec('28' as unknown as number[]), 'received "28".'],
  ])('refuse what is not a shape: %s', async (run, end) => {
    const text =
      'spec: `shape` must be a list of integers of at least 1, or null for any length, without the batch axis; ';
    await expectError(run, ArgumentError, text + end);
  });
});

describe('tensorInput', () => {
  const options = { axes: ['…', 'features'], known: ['features'] };

  it('takes any number of leading axes', () => {
    for (const shape of [[3], [null, 3], [2, null, 3]])
      expect(tensorInput('f', spec(shape), options).shape).toEqual(shape);
    expect(tensorInput('f', spec([], 'bool'), { dtype: 'any' }).dtype).toBe('bool');
  });

  it.each([
    [spec([]), 'f: `input` must be […, features] without the batch axis; received [].'],
    [
      spec([3, null]),
      'f: `input` must have a known number of features; received [3, null]. A size depends on it: write it instead of null.',
    ],
    [{ a: spec([1]) }, 'f: `input` must be one tensor; received { a: [1] }. Take one of them, or join them first.'],
  ])('refuses %j', async (input, text) => {
    await expectError(() => tensorInput('f', input, options), ShapeError, text);
  });

  it('refuses another dtype', async () => {
    await expectError(
      () => tensorInput('embedding', spec([3]), { dtype: 'int32' }),
      DtypeError,
      'embedding: `input` must be int32; received [3]. Describe the ids with tokens([…]).',
    );
  });
});

describe('checkValue', () => {
  const of = toSpec({ image: [2], words: tokens([null]) });
  const image = tensor2d([[1, 2]]);
  const words = tensor2d([[1, 2, 3]], [1, 3], 'int32');

  it('takes tensors and host arrays that fit', () => {
    checkValue('fit', { image, words }, { of, path: 'x' });
    checkValue('fit', { image: hostArray(new Float32Array(4), [2, 2]), words }, { of, path: 'x' });
    checkValue('fit', [image], { of: [spec([2])], path: 'x' });
  });

  it.each([
    [{ image }, 'fit: `x` must be a record with the fields image, words; received none for `x.words`.'],
    [
      { image, words, extra: words },
      'fit: `x` must be a record with the fields image, words; received unknown `x.extra`.',
    ],
    [image, 'fit: `x` must be a record with the fields image, words; received one tensor.'],
    [
      { image: words, words },
      'fit: `x.image` must have shape [batch, 2]; received [1, 3]. The model was built for this input.',
    ],
  ])('names what does not fit', async (value, text) => {
    await expectError(() => checkValue('fit', value, { of, path: 'x' }), ShapeError, text);
  });

  it('takes bytes for an int32 model', () => {
    checkValue('fit', hostArray(Uint8Array.of(1, 2), [1, 2]), { of: tokens([2]), path: 'x' });
  });

  it('says that the batch axis is missing', async () => {
    await expectError(
      () => checkValue('fit', hostArray(new Float32Array(2)), { of: spec([2]), path: 'x' }),
      ShapeError,
      'fit: `x` must have shape [batch, 2]; received [2]. A batch axis is missing: call .batch(size) on the dataset.',
    );
  });

  it('names rescale and normalize where bytes meet a float32 model', async () => {
    const bytes = hostArray(new Uint8Array(2), [1, 2]);
    await expectError(
      () => checkValue('fit', bytes, { of: spec([2]), path: 'x' }),
      DtypeError,
      'fit: `x` must be float32; received uint8. ' +
        'Convert it with rescale or normalize, or give the model a spec of this dtype.',
    );
  });
});
