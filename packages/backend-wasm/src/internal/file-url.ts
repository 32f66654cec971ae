import type { Simd } from './simd.js';

/** The modules there are: with and without relaxed SIMD, with and without threads. */
export type Variant = Simd | `${Simd}-threads`;

/** The files that are loaded while a program runs: the modules, and the script of the threads. */
export type WasmFile = Variant | 'worker';

/**
 * The URLs of this package's files, for apps that serve them from elsewhere: that of the folder that holds all of them (a
 * copy of `wasm`), or those of some by their names. They may be on another origin, which must then allow it by CORS. A
 * relative URL is resolved against the page, in Node against the current folder.
 */
export type WasmPaths = string | URL | { readonly [F in WasmFile]?: string | URL };

/** The URL that the user gives for a file, if any. */
export function givenUrl(file: WasmFile, paths: WasmPaths): URL | undefined {
  if (typeof paths === 'string' || paths instanceof URL) {
    const folder = new URL(paths, base());
    if (!folder.pathname.endsWith('/')) folder.pathname += '/';
    const url = new URL(file === 'worker' ? 'worker.js' : `${file}.wasm`, folder);
    url.search = folder.search; // for servers that require a key
    return url;
  }
  const given = paths[file];
  return given === undefined ? undefined : new URL(given, base());
}

/** The URL of a module by default: beside this package. */
export function besidePackage(variant: Variant): URL {
  // Literals, because bundlers look for exactly this form to find the files.
  if (variant === 'relaxed') return new URL('../../wasm/relaxed.wasm', import.meta.url);
  if (variant === 'plain') return new URL('../../wasm/plain.wasm', import.meta.url);
  return variant === 'relaxed-threads'
    ? new URL('../../wasm/relaxed-threads.wasm', import.meta.url)
    : new URL('../../wasm/plain-threads.wasm', import.meta.url);
}

/** The URL of a file in Node when a bundler left it behind: in the package, if that is installed above the bundle. */
export function inPackage(file: WasmFile): URL | undefined {
  try {
    const { createRequire } = process.getBuiltinModule('node:module');
    const { pathToFileURL } = process.getBuiltinModule('node:url');
    // A bundle that is not an ES module does not know its own URL.
    const from = import.meta.url ?? pathToFileURL(`${process.cwd()}/`);
    const manifest = createRequire(from).resolve('@neurite/backend-wasm/package.json');
    return new URL(file === 'worker' ? 'wasm/worker.js' : `wasm/${file}.wasm`, pathToFileURL(manifest));
  } catch {
    return undefined;
  }
}

function base(): string {
  if (typeof document !== 'undefined') return document.baseURI;
  if (globalThis.location !== undefined) return globalThis.location.href;
  const { pathToFileURL } = process.getBuiltinModule('node:url');
  return pathToFileURL(`${process.cwd()}/`).href;
}
