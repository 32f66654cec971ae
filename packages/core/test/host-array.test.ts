import { expectError } from '@neurite/testing';
import { describe, expect, it } from 'vitest';
import { ArgumentError, type HostArray, hostArray, hostLike, ShapeError } from '../src/index.js';

describe('hostArray', () => {
  it('gives numbers a shape and a dtype', () => {
    const data = Float32Array.of(1, 2, 3, 4);
    expect(hostArray(data)).toEqual({ dtype: 'float32', data, shape: [4] });
    expect(hostArray(data, [2, 2]).shape).toEqual([2, 2]);
    expect(hostArray(Int32Array.of(3), [])).toEqual({ dtype: 'int32', data: Int32Array.of(3), shape: [] });
    expect(hostArray(Uint8Array.of(3)).dtype).toBe('uint8');
  });

  it('is of one type for shared and ordinary memory', () => {
    const arrays: HostArray<'float32'>[] = [
      hostArray(new Float32Array(2)),
      hostArray(new Float32Array(new SharedArrayBuffer(8))),
    ];
    expect(arrays).toHaveLength(2);
  });

  it.each([[[3]], [[-2, -2]], [[1.6, 2.5]], [[]]])('names the wrong shape %j', async (shape) => {
    await expectError(
      () => hostArray(Float32Array.of(1, 2, 3, 4), shape),
      ShapeError,
      `hostArray: \`shape\` must have 4 elements; received [${shape.join(', ')}].`,
    );
  });

  it.each<[string, unknown]>([
    ['a Float64Array of 16 bytes', new Float64Array(2)],
    ['a Uint8ClampedArray of 2 bytes', new Uint8ClampedArray(2)],
    ['[1, 2]', [1, 2]],
    ['undefined', undefined],
  ])('refuses %s', async (received, data) => {
    await expectError(
      () => hostArray(data as Float32Array),
      ArgumentError,
      `hostArray: \`data\` must be a Float32Array, an Int32Array or a Uint8Array; received ${received}. Convert it, e.g. with Float32Array.from(data).`,
    );
  });

  it('makes zeros like another one', () => {
    const image = hostArray(Uint8Array.of(1, 2, 3, 4), [2, 2]);
    expect(hostLike(image)).toEqual(hostArray(new Uint8Array(4), [2, 2]));
    expect(hostLike(image, [3])).toEqual(hostArray(new Uint8Array(3)));
  });
});
