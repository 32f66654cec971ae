import { BackendError } from '@neurite/core';
import type { Simd } from './simd.js';

/** Where the two modules are, for apps that serve them from elsewhere. */
export type WasmPaths = { readonly plain?: string | URL; readonly relaxed?: string | URL };

/** @throws BackendError when the file is not there or is no module */
export async function loadModule(simd: Simd, paths: WasmPaths): Promise<WebAssembly.Module> {
  const url = location(simd, paths);
  try {
    const bytes = await bytesOf(url);
    if (typeof bytes === 'number') throw notLoaded(url, `HTTP status ${bytes}`);
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw error instanceof BackendError
      ? error
      : notLoaded(url, error instanceof Error ? error.message : String(error));
  }
}

function notLoaded(url: URL, reason: string): BackendError {
  return new BackendError({
    where: 'useWasm',
    problem: `the kernels could not be loaded from ${url.href} (${reason})`,
    advice: 'Serve the folder wasm of @neurite/backend-wasm there, or name its place with the option `paths`',
  });
}

function location(simd: Simd, paths: WasmPaths): URL {
  const given = paths[simd];
  if (given !== undefined) return new URL(given, typeof document === 'undefined' ? import.meta.url : document.baseURI);
  // Two literals, because bundlers look for exactly this form to find the files.
  return simd === 'relaxed'
    ? new URL('../../wasm/relaxed.wasm', import.meta.url)
    : new URL('../../wasm/plain.wasm', import.meta.url);
}

/** @returns the file's bytes, or the HTTP status that came instead */
async function bytesOf(url: URL): Promise<BufferSource | number> {
  if (url.protocol === 'file:' && typeof process !== 'undefined') {
    // Not an import, so that bundlers for browsers have nothing to resolve.
    const { readFile } = process.getBuiltinModule('node:fs/promises');
    return new Uint8Array(await readFile(url));
  }
  const response = await fetch(url);
  return response.ok ? response.arrayBuffer() : response.status;
}
