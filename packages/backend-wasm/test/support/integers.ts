import { generator, type Plain } from './engines.js';

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** An int32 tensor of these values. */
export function integers(values: readonly number[], shape: readonly number[] = [values.length]): Plain {
  return { values, shape, dtype: 'int32' };
}

/** Integers from 0 to below a limit. */
export function integersBelow(shape: readonly number[], limit: number, seed = 1): Plain {
  const draw = generator(seed);
  return integers(
    Array.from({ length: sizeOf(shape) }, () => Math.floor(draw() * limit)),
    shape,
  );
}

/** Integers from −5 to 5, some of them equal. */
export function smallIntegers(shape: readonly number[], seed: number): Plain {
  const draw = generator(seed);
  return integers(
    Array.from({ length: sizeOf(shape) }, () => Math.floor(draw() * 11) - 5),
    shape,
  );
}

export function booleans(shape: readonly number[], seed: number): Plain {
  return { ...integersBelow(shape, 2, seed), dtype: 'bool' };
}
