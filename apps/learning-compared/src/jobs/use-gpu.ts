import { useWeb } from '@neurite/backend-web';

/** The npm package that gives Node WebGPU; it is not among the dependencies, as it holds a native library. */
const DAWN = 'webgpu';

/**
 * Turns on the GPU of this machine, through WebGPU.
 *
 * @returns what it is called, or why there is none
 */
export async function useGpu(): Promise<{ readonly device: string } | { readonly reason: string }> {
  const missing = await provideGpu();
  if (missing !== undefined) return { reason: missing };
  const { engine, device, tried } = await useWeb();
  if (engine === 'webgpu') return { device };
  const why = tried.find((attempt) => attempt.engine === 'webgpu')?.reason;
  return { reason: `WebGPU found no GPU here${why === undefined ? '' : ` (${why})`}` };
}

/** Gives Node `navigator.gpu`, as pages have it. */
async function provideGpu(): Promise<string | undefined> {
  if ('gpu' in (globalThis.navigator ?? {})) return undefined;
  try {
    const { create, globals } = (await import(DAWN)) as { create(flags: string[]): object; globals: object };
    Object.assign(globalThis, globals);
    const gpu = create([]);
    if (globalThis.navigator === undefined) Object.defineProperty(globalThis, 'navigator', { value: { gpu } });
    else Object.defineProperty(globalThis.navigator, 'gpu', { value: gpu });
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ERR_MODULE_NOT_FOUND') {
      return 'Node has no WebGPU of its own, and the npm package webgpu, which adds it, is not installed';
    }
    return `the npm package webgpu does not work here: ${message.split('\n', 1)[0]}`;
  }
}
