import type { NumericArray, Parallel } from '@neurite/core';

/**
 * Processes that are none: they share an event loop.
 *
 * @param size how many
 */
export function processGroup(size: number): Parallel[] {
  type Round = { readonly arrays: Map<number, NumericArray | Float64Array>; readonly done: (() => void)[] };
  const rounds: Round[] = [];
  const at = Array.from({ length: size }, () => 0);
  const meet = async (
    rank: number,
    array: NumericArray | Float64Array,
    f: (all: Round['arrays']) => void,
  ): Promise<Round['arrays']> => {
    const number = at[rank]!++;
    rounds[number] ??= { arrays: new Map(), done: [] };
    const round = rounds[number];
    round.arrays.set(rank, array);
    if (round.arrays.size < size) {
      await new Promise<void>((resolve) => round.done.push(resolve));
      return round.arrays;
    }
    f(round.arrays);
    for (const go of round.done) go();
    return round.arrays;
  };
  return Array.from(
    { length: size },
    (_, rank): Parallel => ({
      rank,
      size,
      broadcast: async (values, root = 0) => {
        await meet(rank, values, (all) => {
          for (const array of all.values()) array.set(all.get(root)!);
        });
        return values;
      },
      allReduce: async (values) => {
        await meet(rank, values, (all) => {
          const sum = values.slice().fill(0);
          for (let one = 0; one < size; one++)
            for (const [i, value] of all.get(one)!.entries()) sum[i] = sum[i]! + value;
          for (const array of all.values()) array.set(sum);
        });
        return values;
      },
      allReduceNow: () => {
        throw new RangeError('they share a thread');
      },
      gather: async (bytes) => {
        const arrays = await meet(rank, bytes, () => {});
        return Array.from({ length: size }, (_, one) => arrays.get(one) as Uint8Array);
      },
      exchange: async (parts) => {
        const flat = Uint8Array.from(parts.flatMap((part) => [...part]));
        const [lengths, all] = [
          await meet(
            rank,
            Int32Array.from(parts, ({ length }) => length),
            () => {},
          ),
          await meet(rank, flat, () => {}),
        ];
        return Array.from({ length: size }, (_, one) => {
          const its = [...lengths.get(one)!];
          const begin = its.slice(0, rank).reduce((sum, length) => sum + length, 0);
          return (all.get(one) as Uint8Array).slice(begin, begin + its[rank]!);
        });
      },
      barrier: async () => {
        await meet(rank, new Uint8Array(), () => {});
      },
    }),
  );
}
