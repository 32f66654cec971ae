import type { WasmOptions } from '@neurite/backend-wasm';
import { ArgumentError, checkChoice, checkInteger, describeValue, resolveOptions } from '@neurite/core';
import { chooseEngine } from '@neurite/webgpu-kernels/choose-engine';
import { type EngineName, engineNames, engineOrder } from './engine-name.js';
import { AFTER_LOSS, candidates } from './internal/candidates.js';
import type { NodeGpuReport } from './node-gpu-report.js';

/** Options of `useNodeGpu`. */
export type NodeGpuOptions = {
  /**
   * The engine to try first, or several in their order, even where a device is a software renderer; those of `engineOrder`
   * follow. Default: none.
   */
  readonly prefer?: EngineName | readonly EngineName[];
  /**
   * Which GPU, where there are several: a part of its name, such as 'RTX', or its index in the order of CUDA, which only
   * `tensorflow-gpu` takes. TensorFlow sees the one of the first call for as long as the process runs. Default: the one that
   * the driver lists first.
   */
  readonly device?: string | number;
  /**
   * Whether nothing else will do: only engines of `prefer` are tried, or without `prefer` only those on a GPU, and it is an
   * error if none works. Default: false.
   */
  readonly strict?: boolean;
  /** Options of `useWasm`, with which wasm is turned on when it is tried. Default: none. */
  readonly wasm?: WasmOptions;
};

/**
 * Turns on the graphics card, through whatever reaches it: TensorFlow on CUDA, WebGPU on Dawn, and if neither works
 * WebAssembly. Each one must first multiply matrices, convolve an image, differentiate both, and give known numbers. An
 * engine that is not installed, that has no device, that runs on the CPU in silence, or that computes wrong numbers is
 * passed over, and the report says why.
 *
 * Calling it again is harmless. An engine whose device was lost is not tried again in the same process.
 *
 * @returns the engine it chose, and why
 * @throws ArgumentError for an engine that does not exist
 * @throws BackendError when no engine passes
 * @example
 * const report = await useNodeGpu();
 * console.log(`${report}`); // webgpu on NVIDIA GeForce …: self-test right in 212 ms; passed over: tensorflow-gpu (…)
 */
export async function useNodeGpu(options: NodeGpuOptions = {}): Promise<NodeGpuReport> {
  const { prefer, device, strict, wasm } = resolveOptions('useNodeGpu', options, {
    prefer: [],
    device: undefined,
    strict: false,
    wasm: {},
  });
  const preferred = typeof prefer === 'string' ? [prefer] : prefer;
  if (!Array.isArray(preferred)) checkChoice('useNodeGpu', 'prefer', prefer, engineNames);
  for (const name of preferred) checkChoice('useNodeGpu', 'prefer', name, engineNames);
  checkDevice(device);
  const onGpu = engineOrder.filter((name) => name !== 'wasm');
  const others = strict ? (preferred.length > 0 ? [] : onGpu) : engineOrder;
  return chooseEngine({
    where: 'useNodeGpu',
    order: [...preferred, ...others],
    preferred,
    candidates,
    settings: { device, wasm },
    afterLoss: AFTER_LOSS,
  });
}

function checkDevice(device: unknown): void {
  if (device === undefined) return;
  if (typeof device === 'number') checkInteger('useNodeGpu', 'device', device, { min: 0 });
  else if (typeof device !== 'string' || device === '') {
    const expected = 'be a part of the name of a GPU, or its index in the order of CUDA';
    throw new ArgumentError({ where: 'useNodeGpu', argument: 'device', expected, received: describeValue(device) });
  }
}
