import { Allocator } from './allocator.js';
import { WasmBackend } from './backend.js';
import type { KernelExports } from './kernel-exports.js';

/** A backend with a memory of its own. */
export async function createBackend(
  module: WebAssembly.Module,
  allocator: Allocator = new Allocator(),
): Promise<WasmBackend> {
  const instance = await WebAssembly.instantiate(module, { env: { memory: allocator.memory } });
  return new WasmBackend(allocator, instance.exports as KernelExports); // the module is built from assembly/index.ts
}
