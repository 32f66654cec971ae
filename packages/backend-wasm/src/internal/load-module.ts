import { BackendError } from '@neurite/core';
import { besidePackage, givenUrl, inPackage, type Variant, type WasmPaths } from './file-url.js';
import { underPolicy } from './policy.js';

/** The first bytes of every module. */
const MAGIC = [0, 0x61, 0x73, 0x6d];

/** @throws BackendError when the file is not found, is not a module, or may not be compiled */
export async function loadModule(variant: Variant, paths: WasmPaths): Promise<WebAssembly.Module> {
  const url = givenUrl(variant, paths) ?? beside(variant);
  try {
    const bytes = await bytesOf(url);
    if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw notLoaded(url, 'the file is not a WebAssembly module');
    return await WebAssembly.compile(bytes);
  } catch (error) {
    if (error instanceof BackendError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw /content security policy|unsafe-eval|blocked by CSP/i.test(message)
      ? new BackendError({
          where: 'useWasm',
          problem: "the page's content security policy forbids WebAssembly by its directive `script-src`",
          advice: "Allow it with `script-src 'self' 'wasm-unsafe-eval'`",
          cause: error,
        })
      : notLoaded(url, message);
  }
}

/**
 * The same in Node without waiting.
 *
 * @throws BackendError when the file is not found or is not a module
 */
export function loadModuleSync(variant: Variant, paths: WasmPaths): WebAssembly.Module {
  const url = givenUrl(variant, paths) ?? beside(variant);
  try {
    return new WebAssembly.Module(process.getBuiltinModule('node:fs').readFileSync(url));
  } catch (error) {
    throw notLoaded(url, error instanceof Error ? error.message : String(error));
  }
}

/** The URL beside this package, also where a bundler for Node left the file behind. */
function beside(variant: Variant): URL {
  try {
    const url = besidePackage(variant);
    if (url.protocol !== 'file:' || typeof process === 'undefined') return url;
    const { existsSync } = process.getBuiltinModule('node:fs');
    return existsSync(url) ? url : (inPackage(variant) ?? url);
  } catch (error) {
    // A bundle that is not an ES module does not know its own URL.
    const installed = typeof process === 'undefined' ? undefined : inPackage(variant);
    if (installed !== undefined) return installed;
    throw new BackendError({
      where: 'useWasm',
      problem: 'the kernels could not be found, because this bundle is not an ES module and has no `import.meta.url`',
      advice: ADVICE,
      cause: error,
    });
  }
}

const ADVICE =
  "Serve a copy of the folder node_modules/@neurite/backend-wasm/wasm and give its URL: `useWasm({ paths: '/wasm/' })`";

function notLoaded(url: URL, reason: string): BackendError {
  return new BackendError({
    where: 'useWasm',
    problem: `the kernels could not be loaded from ${url.href} (${reason})`,
    advice: url.href.includes('/.vite/')
      ? `Add \`optimizeDeps: { exclude: ['@neurite/backend-wasm'] }\` to vite.config; or: ${ADVICE}`
      : ADVICE,
  });
}

async function bytesOf(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  if (url.protocol === 'file:' && typeof process !== 'undefined') {
    // Not an import, so that bundlers for browsers have nothing to resolve.
    const { readFile } = process.getBuiltinModule('node:fs/promises');
    return new Uint8Array(await readFile(url));
  }
  return underPolicy({
    work: async () => {
      const response = await fetch(url);
      if (!response.ok) throw notLoaded(url, `HTTP status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    },
    directives: /connect-src/,
    what: 'loading the kernels',
    advice: (directive) => `Allow their origin with \`${directive} ${sourceOf(url)}\``,
  });
}

/** An origin as a content security policy names it. */
function sourceOf({ origin }: URL): string {
  return origin === globalThis.location?.origin ? "'self'" : origin;
}
