/** The two kinds of modules: with fused multiply-add, and with plain SIMD. */
export type Simd = 'relaxed' | 'plain';

// The smallest modules with one instruction of each kind: i8x16.relaxed_swizzle, i8x16.popcnt.
const RELAXED: readonly number[] = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 15, 1, 13, 0, 65, 1, 253, 15, 65, 2, 253, 15,
  253, 128, 2, 11,
];
const PLAIN: readonly number[] = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11,
];

/** @returns the faster kind that this runtime can run; undefined where it has no WebAssembly SIMD */
export function supportedSimd(): Simd | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  if (WebAssembly.validate(Uint8Array.from(RELAXED))) return 'relaxed';
  return WebAssembly.validate(Uint8Array.from(PLAIN)) ? 'plain' : undefined;
}
