import type { WasmOptions } from '@neurite/backend-wasm';
import { checkChoice, resolveOptions } from '@neurite/core';
import { chooseEngine } from '@neurite/webgpu-kernels/choose-engine';
import { type EngineName, engineOrder } from './engine-name.js';
import { AFTER_LOSS, candidates } from './internal/candidates.js';
import type { WebReport } from './web-report.js';

/** Options of `useWeb`. */
export type WebOptions = {
  /** The engine to try first, even if its device is a software renderer; the others follow in their order. Default: none. */
  readonly prefer?: EngineName;
  /** Options of `useWasm`, with which wasm is turned on when it is tried. Default: none. */
  readonly wasm?: WasmOptions;
};

/**
 * Turns on the fastest engine that computes correctly: webgpu, webgl, wasm, cpu, in this order. Each one must first
 * multiply matrices, convolve an image, differentiate both, and give known numbers. An engine without a device, with a
 * software renderer (slower than wasm) or with a driver that computes wrong numbers is passed over, and the report says
 * why.
 *
 * Calling it again is harmless. An engine whose device was lost is not tried again on the same page.
 *
 * @returns the engine it chose, and why
 * @throws ArgumentError for an engine that does not exist
 * @throws BackendError when no engine passes
 * @example
 * const report = await useWeb();
 * console.log(`${report}`); // webgl on NVIDIA GeForce …: self-test right in 41 ms; passed over: webgpu (…)
 */
export async function useWeb(options: WebOptions = {}): Promise<WebReport> {
  const { prefer, wasm = {} } = resolveOptions('useWeb', options, { prefer: undefined, wasm: undefined });
  if (prefer !== undefined) checkChoice('useWeb', 'prefer', prefer, engineOrder);
  const preferred = prefer === undefined ? [] : [prefer];
  const order = [...preferred, ...engineOrder];
  return chooseEngine({ where: 'useWeb', order, preferred, candidates, settings: wasm, afterLoss: AFTER_LOSS });
}
