import { probeWasm } from '@neurite/backend-wasm/probe-wasm';

/** JSON of the files of the engine's modules by their variants; `tools/kernel-files.ts` writes it. */
declare const KERNEL_FILES: string;

let asked = false;

/**
 * Asks for the engine's module, once. Its program does so only when it is there itself: on a slow connection nothing is
 * loaded until then.
 *
 * @param threads whether it is for a worker, which computes on all cores where the page may
 */
export function fetchKernels({ threads }: { readonly threads: boolean }): void {
  if (asked) return;
  asked = true;
  const files = JSON.parse(KERNEL_FILES) as Readonly<Record<string, string>>; // as the build writes it
  const { simd } = probeWasm();
  const file = files[`${simd}${threads && crossOriginIsolated && navigator.hardwareConcurrency > 1 ? '-threads' : ''}`];
  if (file === undefined) return;
  // Into the cache. Why it does not come is told by who needs it.
  fetch(new URL(file, document.baseURI))
    .then((response) => response.arrayBuffer())
    .catch(() => {});
}
