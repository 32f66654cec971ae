import { type BatchAugmentation, checkNumber, formatShape, hostLike, resolveOptions, ShapeError } from '@neurite/core';
import { checkRow } from '../internal/row-augmentation.js';

export type SwapNoiseOptions = {
  /** The share of columns that come from the other row, 0 to 1. Default 0.1. */
  readonly rate?: number;
};

/** The columns that come from the other row. */
export type SwapNoiseDraw = { readonly columns: readonly number[] };

/**
 * Takes some values of a row from another row, the same columns: noise that needs no scale, as each value is one that
 * occurs. Labels stay those of the first; so the rate should be low, or the model learn the row itself.
 *
 * @returns a batch augmentation of rows
 * @throws ArgumentError when the rate is out of its range; ShapeError when applied: to rows of two lengths
 * @example
 * const rows = [1, 2].map((value) => ({ row: [hostArray(new Float32Array(3).fill(value))] }));
 * const { row } = swapNoise().apply(rows, { columns: [1] }); // 1, 2, 1
 * @see Vincent et al., "Extracting and composing robust features with denoising autoencoders", 2008, for noise of this kind
 */
export function swapNoise(options: SwapNoiseOptions = {}): BatchAugmentation<SwapNoiseDraw> {
  const name = 'swapNoise';
  const { rate } = resolveOptions(name, options, { rate: 0.1 });
  checkNumber(name, 'rate', rate, { atLeast: 0, atMost: 1 });
  return {
    name,
    takes: 2,
    keeps: ['label'],
    draw: (random, [first]) => {
      const length = (first?.row ?? []).reduce((most, { data }) => Math.max(most, data.length), 0);
      return { columns: Array.from({ length }, (_, column) => column).filter(() => random.uniform() < rate) };
    },
    apply: ([first, second], { columns }) => ({
      row: (first!.row ?? []).map((row, i) => {
        const other = second!.row![i]!;
        checkRow(name, row);
        if (other.shape.length !== 1 || other.shape[0] !== row.shape[0]) {
          const expected = `have shape ${formatShape(row.shape)}`;
          throw new ShapeError({ where: name, argument: 'row', expected, received: formatShape(other.shape) });
        }
        const result = hostLike(row);
        result.data.set(row.data);
        for (const column of columns) if (column < row.data.length) result.data[column] = other.data[column]!;
        return result;
      }),
    }),
  };
}
