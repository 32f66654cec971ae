/** Counts the dispatches to a GPU while `f` runs, within a page. */
export async function countDispatches(f: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const restore: (() => void)[] = [];
  const tap = <T extends object>(prototype: T | undefined, name: keyof T): void => {
    if (prototype === undefined) return;
    const original = prototype[name];
    prototype[name] = function (this: unknown, ...args: unknown[]): unknown {
      count++;
      return (original as (...args: unknown[]) => unknown).apply(this, args); // a method of that name
    } as T[keyof T];
    restore.push(() => {
      prototype[name] = original;
    });
  };
  // Older declarations of the DOM have no WebGPU.
  const { GPUComputePassEncoder: encoder } = globalThis as unknown as {
    GPUComputePassEncoder?: { prototype: { dispatchWorkgroups(): void } };
  };
  tap(encoder?.prototype, 'dispatchWorkgroups');
  tap(globalThis.WebGL2RenderingContext?.prototype, 'drawElements');
  tap(globalThis.WebGL2RenderingContext?.prototype, 'drawArrays');
  try {
    await f();
  } finally {
    for (const undo of restore) undo();
  }
  return count;
}
