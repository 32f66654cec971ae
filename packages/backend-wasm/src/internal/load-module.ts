import { BackendError } from '@neurite/core';
import type { Simd } from './simd.js';

/** The modules there are: with and without relaxed SIMD, with and without threads. */
export type Variant = Simd | `${Simd}-threads`;

/** Where the files of this package are, for apps that serve them from elsewhere. One of the modules is loaded. */
export type WasmPaths = { readonly [V in Variant]?: string | URL } & {
  /** The script of the threads; it imports `run-parts.js` from beside itself. */
  readonly worker?: string | URL;
};

/** @throws BackendError when the file is not there, is no module, or may not be compiled */
export async function loadModule(variant: Variant, paths: WasmPaths): Promise<WebAssembly.Module> {
  const url = location(variant, paths);
  try {
    const bytes = await bytesOf(url);
    if (typeof bytes === 'number') throw notLoaded(url, `HTTP status ${bytes}`);
    return await WebAssembly.compile(bytes);
  } catch (error) {
    if (error instanceof Error && /content security policy|unsafe-eval/i.test(error.message)) throw forbidden(error);

    throw error instanceof BackendError
      ? error
      : notLoaded(url, error instanceof Error ? error.message : String(error));
  }
}

function forbidden(cause: Error): BackendError {
  return new BackendError({
    where: 'useWasm',
    problem: "the page's content security policy forbids WebAssembly by its directive `script-src`",
    advice: "Allow it with `script-src 'self' 'wasm-unsafe-eval'`",
    cause,
  });
}

function notLoaded(url: URL, reason: string): BackendError {
  return new BackendError({
    where: 'useWasm',
    problem: `the kernels could not be loaded from ${url.href} (${reason})`,
    advice: 'Serve the folder wasm of @neurite/backend-wasm there, or name its place with the option `paths`',
  });
}

function location(variant: Variant, paths: WasmPaths): URL {
  const given = paths[variant];
  if (given !== undefined) return new URL(given, typeof document === 'undefined' ? import.meta.url : document.baseURI);
  // Literals, because bundlers look for exactly this form to find the files.
  if (variant === 'relaxed') return new URL('../../wasm/relaxed.wasm', import.meta.url);
  if (variant === 'plain') return new URL('../../wasm/plain.wasm', import.meta.url);
  return variant === 'relaxed-threads'
    ? new URL('../../wasm/relaxed-threads.wasm', import.meta.url)
    : new URL('../../wasm/plain-threads.wasm', import.meta.url);
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
