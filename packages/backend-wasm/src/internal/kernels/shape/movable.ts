import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { BOOL, type Dtypes, FLOAT, INTEGER, type KernelFunction, takes, type Variant } from '../../kernel.js';
import { disposeAll } from '../compose.js';
import { convert } from '../elementwise/convert.js';

/**
 * The variants of a kernel that moves elements of four bytes as they are; booleans are moved as int32.
 *
 * @param dtypesOf the dtypes of all inputs, from that of the elements that are moved
 */
export function movable<Inputs, Attributes>(
  run: KernelFunction<Inputs, Attributes>,
  dtypesOf: (moved: readonly DataType[]) => Dtypes<Inputs>,
): Variant[] {
  return [
    takes(dtypesOf(FLOAT), run),
    takes(dtypesOf(INTEGER), run),
    takes(dtypesOf(BOOL), asIntegers(run as KernelFunction<object, Attributes>) as KernelFunction<Inputs, Attributes>),
  ];
}

/** Runs with each boolean input as int32, and converts the outputs to bool. */
function asIntegers<Attributes>(run: KernelFunction<object, Attributes>): KernelFunction<object, Attributes> {
  return ({ inputs, ...call }) => {
    const { backend } = call;
    const converted: TensorInfo[] = [];
    const integers = Object.entries<TensorInfo>(inputs as Record<string, TensorInfo>).map(([name, x]) => {
      if (x.dtype !== 'bool') return [name, x] as const;
      converted.push(convert(backend, x, 'int32'));
      return [name, converted.at(-1)!] as const;
    });
    const moved = run({ inputs: Object.fromEntries(integers), ...call });
    disposeAll(backend, converted);
    if (moved === undefined) return undefined;
    const outputs = [moved].flat().map((output) => {
      const booleans = convert(backend, output, 'bool');
      disposeAll(backend, [output]);
      return booleans;
    });
    return Array.isArray(moved) ? outputs : outputs[0]!;
  };
}
