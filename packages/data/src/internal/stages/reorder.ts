import type { RandomStream } from '@neurite/core';
import { type MaybePromise, type Pass, type RandomAccess, randomAccess, streamOf } from '../source.js';
import { pick } from './subset.js';

/** An order that is drawn, or being drawn. */
type Order = { readonly pass: Pass; indices: Uint32Array | undefined; readonly drawn: Promise<Uint32Array> };

/** The elements of a source in an order that is drawn anew for each pass. */
export function reorderSource<T>(
  { randomStages, at, gather }: RandomAccess<T>,
  {
    stage,
    size,
    seed,
    draw,
  }: {
    readonly stage: string;
    /** How many indices an order has. */
    readonly size: number;
    readonly seed: number | undefined;
    readonly draw: (random: RandomStream) => Promise<Uint32Array>;
  },
): RandomAccess<T> {
  // The last two orders, because a window over a repetition goes to and fro between two epochs.
  let orders: Order[] = [];
  const orderOf = (pass: Pass): Order => {
    const known = orders.find((entry) => entry.pass.epoch === pass.epoch && entry.pass.seed === pass.seed);
    if (known !== undefined) return known;
    const drawn = draw(streamOf(`${stage} ${randomStages}`, seed, pass));
    const order: Order = { pass, indices: undefined, drawn };
    drawn.then(
      (indices) => {
        order.indices = indices;
      },
      () => {}, // told to whoever waits for it
    );
    orders = [...orders.slice(-1), order];
    return order;
  };
  return randomAccess({
    size,
    randomStages: randomStages + 1,
    at: (index, pass): MaybePromise<T> => {
      const { indices, drawn } = orderOf(pass);
      return indices === undefined ? drawn.then((order) => at(order[index]!, pass)) : at(indices[index]!, pass);
    },
    gather: gather && (async (some, pass) => gather(pick(await orderOf(pass).drawn, some), pass)),
  });
}
