import { Tensor } from '@tensorflow/tfjs-core';
import { assert } from 'vitest';

/** Numbers in nested arrays, as a tensor prints. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** What counts as close: |actual − expected| ≤ absolute + relative · |expected|. */
export type Tolerance = { readonly relative?: number; readonly absolute?: number };

type Flat = { readonly values: ArrayLike<number>; readonly shape: readonly number[] | undefined };

/**
 * Expects numbers to be close: |actual − expected| ≤ absolute + relative · |expected|; NaN is close to NaN only.
 *
 * Shapes must agree, where both have one: tensors and nested arrays do, typed arrays do not. Nothing is disposed.
 *
 * @param options relative: default 1e-5; absolute: default 1e-6
 * @throws AssertionError that names the worst index, both values there, the error, and how many are wrong
 * @example
 * await expectClose(add([1, 2], [3, 4]), [4, 6]);
 */
export async function expectClose(
  actual: Tensor | ArrayLike<number> | NestedNumbers,
  expected: Tensor | ArrayLike<number> | NestedNumbers,
  { relative = 1e-5, absolute = 1e-6 }: Tolerance = {},
): Promise<void> {
  const [got, wanted] = [await flatten(actual), await flatten(expected)];
  if (got.shape !== undefined && wanted.shape !== undefined && String(got.shape) !== String(wanted.shape)) {
    assert.fail(`shapes differ: actual is [${got.shape.join(', ')}], expected [${wanted.shape.join(', ')}]`);
  }
  if (got.values.length !== wanted.values.length) {
    assert.fail(`sizes differ: actual has ${got.values.length} elements, expected ${wanted.values.length}`);
  }
  const shape = wanted.shape ?? got.shape ?? [wanted.values.length];
  let wrong = 0;
  let worst = { index: 0, excess: 0, error: 0, allowed: 0 };
  for (let index = 0; index < wanted.values.length; index++) {
    const [a, e] = [got.values[index]!, wanted.values[index]!];
    if (Object.is(a, e) || a === e) continue;
    const error = Math.abs(a - e);
    const allowed = Number.isFinite(e) ? absolute + relative * Math.abs(e) : 0;
    if (error <= allowed) continue;
    wrong++;
    const excess = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / allowed;
    if (excess > worst.excess) worst = { index, excess, error, allowed };
  }
  if (wrong === 0) return;
  const { index, error, allowed } = worst;
  assert.fail(
    `${wrong} of ${wanted.values.length} values are not close; worst at [${position(index, shape).join(', ')}]: ` +
      `actual ${got.values[index]}, expected ${wanted.values[index]}, error ${error.toPrecision(3)}, ` +
      `allowed ${allowed.toPrecision(3)}`,
  );
}

async function flatten(numbers: Tensor | ArrayLike<number> | NestedNumbers): Promise<Flat> {
  if (numbers instanceof Tensor) return { values: await numbers.data(), shape: numbers.shape };
  if (typeof numbers === 'number') return { values: [numbers], shape: [] };
  if (!Array.isArray(numbers)) return { values: numbers as ArrayLike<number>, shape: undefined }; // a typed array
  const shape: number[] = [];
  for (let level: unknown = numbers; Array.isArray(level); level = level[0]) shape.push(level.length);
  const values = (numbers as unknown[]).flat(shape.length - 1) as number[]; // as deep as its first element
  return { values, shape };
}

/** The index on each axis of the element at `index` in row-major order. */
export function position(index: number, shape: readonly number[]): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((size) => {
      const here = rest % size;
      rest = Math.floor(rest / size);
      return here;
    })
    .toReversed();
}
