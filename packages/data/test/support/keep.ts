import { type ServedMap, serveMap } from '../../src/serve-map.js';

export type Kept = { readonly x: Float32Array; readonly view: Float32Array; readonly before: readonly number[] };

/**
 * Keeps what it gave, which it should not: each result says how long the arrays of the one before are now. Of -1 it gives
 * the last array again.
 */
const served: ServedMap = serveMap<undefined, number | Float32Array, Kept>(() => {
  let x: Float32Array = new Float32Array();
  let view: Float32Array = new Float32Array();
  return (element) => {
    const before = [x.length, view.length];
    if (element !== -1) x = Float32Array.from(typeof element === 'number' ? [element, 0, 0, 0] : element);
    view = new Float32Array(8).fill(7).subarray(2, 5);
    return { x, view, before };
  };
});

// biome-ignore lint/style/noDefaultExport: tinypool calls the default export
export default served;
