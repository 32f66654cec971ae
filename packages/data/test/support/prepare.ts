import { type MapElement, type ServedMap, serveMap } from '../../src/serve-map.js';

export type Prepared = { readonly x: Float32Array; readonly index: number; readonly done: number };
export type PrepareOptions = { readonly factor: number };

/** Of a number n: n times a factor and a random number, after as many turns as the number is small. */
export function prepare({ factor }: PrepareOptions): MapElement<number, Prepared> {
  return async (n, { index, random }) => {
    if (n === -1) throw new RangeError('-1 is no element');
    if (n === -2) for (;;); // until the thread is ended
    // The first ones take longest.
    let sum = 0;
    for (let i = 0; i < 2e5 / (index + 1); i++) sum += i;
    return { x: Float32Array.of(factor * n, random.uniform()), index, done: sum >= 0 ? 1 : 0 };
  };
}

const served: ServedMap = serveMap(prepare);

// biome-ignore lint/style/noDefaultExport: tinypool calls the default export
export default served;
