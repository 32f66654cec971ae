import { type Simd, supportedSimd } from './internal/simd.js';

/** What `useWasm` would choose. */
export type WasmProbe = {
  readonly engine: 'wasm';
  /** Whether `useWasm` would work. */
  readonly available: boolean;
  /** `relaxed`: with fused multiply-add; `plain`: without; undefined: no WebAssembly SIMD. */
  readonly simd: Simd | undefined;
  /** Why, and what would be better, in one sentence. */
  readonly reason: string;
};

/**
 * Tells what `useWasm` would choose in this runtime, and why, without side effects.
 *
 * @example
 * const { available, reason } = probeWasm();
 */
export function probeWasm(): WasmProbe {
  const simd = supportedSimd();
  return { engine: 'wasm', available: simd !== undefined, simd, reason: REASONS[simd ?? 'none'] };
}

const REASONS: Readonly<Record<Simd | 'none', string>> = {
  relaxed: 'this runtime has relaxed SIMD, so products and sums are fused',
  plain: 'this runtime has no relaxed SIMD; Node 22 and current browsers have it and are about a third faster',
  none: 'this runtime has no WebAssembly SIMD; use Node 20 or later, or a browser of 2021 or later',
};
